internal import CLinux
import Glibc

/// A set of descriptors that the kernel watches: epoll(7), and no more.
struct EpollSet: ~Copyable {
    let descriptor: OwnedDescriptor

    /// - Throws: `SystemError` when the kernel gives none (no descriptors left).
    init() throws(SystemError) {
        descriptor = OwnedDescriptor(
            adopting: try systemCall("epoll_create1") { epoll_create1(Int32(EPOLL_CLOEXEC)) })
    }

    /// - Parameters:
    ///   - operation: `EPOLL_CTL_ADD`, `EPOLL_CTL_MOD` or `EPOLL_CTL_DEL`.
    ///   - data: what the events of the descriptor carry.
    func control(_ operation: Int32, _ file: Int32, _ events: UInt32, _ data: UInt64) throws(SystemError) {
        var event = unsafe epoll_event(events: events, data: epoll_data_t(u64: data))
        let epoll = descriptor.rawValue
        try systemCall("epoll_ctl") { unsafe epoll_ctl(epoll, operation, file, &event) }
    }

    /// Waits for events, and puts as many as there is space for into a span.
    ///
    /// - Parameter limit: how long to wait at most; nil for without end.
    /// - Returns: how many there are.
    func wait(_ events: inout MutableSpan<epoll_event>, atMost limit: Instant.Span?) throws(SystemError)
        -> Int
    {
        let epoll = descriptor.rawValue
        let count = unsafe try events.withUnsafeMutableBufferPointer {
            (buffer) throws(SystemError) -> Int32 in
            let size = Int32(buffer.count)
            guard let limit else {
                return try systemCall("epoll_wait") { unsafe epoll_wait(epoll, buffer.baseAddress, size, -1) }
            }
            var time = timespec(
                tv_sec: Int(limit.nanoseconds / 1_000_000_000),
                tv_nsec: Int(limit.nanoseconds % 1_000_000_000))
            do throws(SystemError) {
                return try systemCall("epoll_pwait2") {
                    unsafe epoll_pwait2(epoll, buffer.baseAddress, size, &time, nil)
                }
            } catch {
                // Kernels before 5.11 count milliseconds.
                guard error.errno == ENOSYS else { throw error }
                let milliseconds = Int32(clamping: (limit.nanoseconds + 999_999) / 1_000_000)
                return try systemCall("epoll_wait") {
                    unsafe epoll_wait(epoll, buffer.baseAddress, size, milliseconds)
                }
            }
        }
        return Int(count)
    }
}
