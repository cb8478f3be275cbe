internal import Glibc

/// Which numbers of the process's table have an owner.
///
/// A kernel interface that names descriptors by number (v11 of the VFIO display ABI) may name one that was closed and
/// given to another file since. Before such a number is believed, it must be nobody's.
enum DescriptorOwners {
    /// Under the lock.
    nonisolated(unsafe) private static var numbers: Set<Int32> = []
    /// Not a `Mutex`: the thread sanitizer does not see that one, whose code is in a library that is not instrumented, and
    /// reports races that are none.
    nonisolated(unsafe) private static let lock = {
        let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        unsafe lock.initialize(to: pthread_mutex_t())
        unsafe pthread_mutex_init(lock, nil)
        return unsafe lock
    }()

    static func add(_ number: Int32) {
        let isNew = locked { unsafe numbers.insert(number).inserted }
        precondition(isNew, "descriptor \(number) has an owner")
    }

    static func remove(_ number: Int32) {
        _ = locked { unsafe numbers.remove(number) }
    }

    static func contain(_ number: Int32) -> Bool {
        locked { unsafe numbers.contains(number) }
    }

    private static func locked<Result>(_ body: () -> Result) -> Result {
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        return body()
    }
}
