internal import Synchronization

/// Which numbers of the process's table have an owner.
///
/// A kernel interface that names descriptors by number (v11 of the VFIO display ABI) may name one that was closed and
/// given to another file since. Before such a number is believed, it must be nobody's.
enum DescriptorOwners {
    private static let numbers = Mutex<Set<Int32>>([])

    static func add(_ number: Int32) {
        let isNew = numbers.withLock { $0.insert(number).inserted }
        precondition(isNew, "descriptor \(number) has an owner")
    }

    static func remove(_ number: Int32) {
        numbers.withLock { _ = $0.remove(number) }
    }

    static func contain(_ number: Int32) -> Bool {
        numbers.withLock { $0.contains(number) }
    }
}
