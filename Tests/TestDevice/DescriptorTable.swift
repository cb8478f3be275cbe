import Descriptors
import Glibc
import Synchronization

/// What a v11 device keeps: its dma-bufs, and the numbers that it gave out for them.
final class DescriptorTable {
    private final class Entry {
        let buffer: OwnedDescriptor
        var number: Int32 = -1
        init(_ buffer: consuming OwnedDescriptor) { self.buffer = buffer }
    }

    private var entries: [UInt32: Entry] = [:]
    /// The first number that is given out. Each device has a range of its own, far above what the process opens otherwise:
    /// a number that a test has closed stays free, though others run beside it.
    /// It takes it when it needs it: there are not enough of them for devices that give out none.
    private lazy var firstNumber: Int32 = {
        var limit = rlimit()
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let device = Self.deviceCount.add(1, ordering: .relaxed).newValue
        return 2000 + device * 64
    }()

    private static let deviceCount = Atomic<Int32>(0)

    /// The descriptor for a buffer, which belongs to the caller: the one that it has, or a new one.
    ///
    /// - Parameter size: bytes of a buffer that does not exist yet.
    func number(for id: UInt32, size: UInt64, _ faults: TestDevice.Faults) throws(SystemError) -> Int32 {
        let entry = try entry(id, size)
        if faults.opensElsewhere { return 1_000_000 }
        if faults.forgetsThatItWasClosed && entry.number >= 0 { return entry.number }
        if !faults.opensAnother, entry.number >= 0,
            OpenFile(behind: entry.number)?.inode == entry.buffer.inode()
        {
            return entry.number
        }
        // Given away, as the kernel does.
        let (buffer, first) = (entry.buffer.rawValue, firstNumber)
        entry.number = try systemCall("dup") { fcntl(buffer, F_DUPFD_CLOEXEC, first) }
        return entry.number
    }

    /// Whether a file is one of the device's buffers.
    func contains(inode: UInt64) -> Bool {
        entries.values.contains { $0.buffer.inode() == inode }
    }

    private func entry(_ id: UInt32, _ size: UInt64) throws(SystemError) -> Entry {
        if let entry = entries[id] { return entry }
        let entry = Entry(try .sealedMemory("planeview-test-device", size: size))
        entries[id] = entry
        return entry
    }
}
