internal import CLinux
import Glibc

/// One epoll set and the handlers of the descriptors in it. Nothing else in the program waits.
///
/// One thread makes it, runs it and is called back by it.
package final class EventLoop {
    /// What a handler waits for.
    package struct Interest: OptionSet, Sendable {
        package let rawValue: UInt32
        package init(rawValue: UInt32) { self.rawValue = rawValue }

        package static let readable = Interest(rawValue: 0x001)
        package static let writable = Interest(rawValue: 0x004)
        /// Something that goes before the rest: an event of a V4L2 device, say.
        package static let urgent = Interest(rawValue: 0x002)
        /// Reported whether asked for or not: the other end is gone.
        package static let hangUp = Interest(rawValue: 0x010)
        /// Reported whether asked for or not.
        package static let error = Interest(rawValue: 0x008)
    }

    /// What `epoll_data` carries. The count makes it unique: an event that was fetched before its descriptor was
    /// removed never reaches another handler whose descriptor got the same number.
    package struct Token: Hashable, Sendable {
        fileprivate let count: UInt64
    }

    private struct Watch {
        let descriptor: Int32
        let handler: (Interest) -> Void
    }

    private let epoll: OwnedDescriptor
    private var watches: [UInt64: Watch] = [:]
    private var lastCount: UInt64 = 0
    private var stopped = false

    /// Readable when a turn has something to do: so a loop in a loop is waited for. Lent.
    package var descriptor: Int32 { epoll.rawValue }

    /// Runs before each wait, in the order of addition: the place to flush what handlers have queued.
    package var beforeWait: (() -> Void)?

    /// - Throws: `SystemError` when the kernel gives no epoll set (no descriptors left).
    package init() throws(SystemError) {
        epoll = OwnedDescriptor(
            adopting: try systemCall("epoll_create1") { epoll_create1(Int32(EPOLL_CLOEXEC)) })
    }

    /// Watches a descriptor, which its owner must keep open until it calls `remove`.
    ///
    /// - Throws: `SystemError`; `EPERM` when the file cannot be waited for (a VFIO device's descriptor, say).
    package func add(
        _ descriptor: Int32, _ interest: Interest, handler: @escaping (Interest) -> Void
    ) throws(SystemError) -> Token {
        lastCount += 1
        try control(EPOLL_CTL_ADD, descriptor, interest, lastCount)
        watches[lastCount] = Watch(descriptor: descriptor, handler: handler)
        return Token(count: lastCount)
    }

    /// Changes what is waited for.
    package func modify(_ token: Token, _ interest: Interest) throws(SystemError) {
        guard let watch = watches[token.count] else { return }
        try control(EPOLL_CTL_MOD, watch.descriptor, interest, token.count)
    }

    /// Stops watching. Safe within a handler, its own included. A second call does nothing.
    package func remove(_ token: Token) {
        guard let watch = watches.removeValue(forKey: token.count) else { return }
        // The only failures are faults of this program (the descriptor was closed first, which removed it anyway).
        try? control(EPOLL_CTL_DEL, watch.descriptor, [], token.count)
    }

    /// Ends `run` after the handler that calls this.
    package func stop() {
        stopped = true
    }

    /// Waits and calls handlers until `stop` is called.
    package func run() throws(SystemError) {
        stopped = false
        while !stopped {
            try turn(timeout: -1)
        }
    }

    /// Waits once, at most `timeout` milliseconds (-1: without end), and calls the handlers of what happened.
    package func turn(timeout: Int32) throws(SystemError) {
        beforeWait?()
        if stopped { return }
        var events = unsafe InlineArray<8, epoll_event>(repeating: epoll_event())
        let epoll = epoll.rawValue
        let count = try systemCall("epoll_wait") {
            var span = unsafe events.mutableSpan
            return unsafe span.withUnsafeMutableBufferPointer { buffer in
                unsafe epoll_wait(epoll, buffer.baseAddress, Int32(buffer.count), timeout)
            }
        }
        for index in 0..<Int(count) where !stopped {
            let event = unsafe events[index]
            let handler = watches[unsafe event.data.u64]?.handler
            handler?(Interest(rawValue: unsafe event.events))
        }
    }

    private func control(
        _ operation: Int32, _ descriptor: Int32, _ interest: Interest, _ count: UInt64
    ) throws(SystemError) {
        var event = unsafe epoll_event(events: interest.rawValue, data: epoll_data_t(u64: count))
        let epoll = epoll.rawValue
        try systemCall("epoll_ctl") { unsafe epoll_ctl(epoll, operation, descriptor, &event) }
    }
}
