internal import CLinux
import Glibc

/// A set of descriptors, and of moments, and their handlers. Nothing else in the program waits.
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
        let isDeferrable: Bool
        let handler: (Interest) -> Void
    }

    private let everything: EpollSet
    /// All that is not deferrable, again: to leave the rest out of one wait takes no call.
    private let prompt: EpollSet
    private let clock: () -> Instant
    private var watches: [UInt64: Watch] = [:]
    private var lastCount: UInt64 = 0
    private var alarms: [Alarm.Entry] = []
    private var stopped = false

    /// Readable when a turn has something to do, alarms apart: so a loop in a loop is waited for. Lent.
    package var descriptor: Int32 { everything.descriptor.rawValue }

    /// Runs before each wait, in the order of addition: the place to flush what handlers have queued.
    package var beforeWait: (() -> Void)?

    /// - Parameter clock: what alarms go by. It may be simulated: a wait takes as long as it says, all the same.
    /// - Throws: `SystemError` when the kernel gives no epoll set (no descriptors left).
    package init(clock: @escaping () -> Instant = { .now }) throws(SystemError) {
        self.clock = clock
        everything = try EpollSet()
        prompt = try EpollSet()
    }

    /// The alarms' clock.
    package var now: Instant { clock() }

    /// When the first alarm goes off; `distantFuture` when none is set.
    package var nextAlarm: Instant { firstAlarm?.moment ?? .distantFuture }

    /// Watches a descriptor, which its owner must keep open until it calls `remove`.
    ///
    /// - Parameter isDeferrable: an alarm may let it wait (`Alarm.set`).
    /// - Throws: `SystemError`; `EPERM` when the file cannot be waited for (a VFIO device's descriptor, say).
    package func add(
        _ descriptor: Int32, _ interest: Interest, isDeferrable: Bool = false,
        handler: @escaping (Interest) -> Void
    ) throws(SystemError) -> Token {
        lastCount += 1
        let watch = Watch(descriptor: descriptor, isDeferrable: isDeferrable, handler: handler)
        try control(EPOLL_CTL_ADD, watch, interest, lastCount)
        watches[lastCount] = watch
        return Token(count: lastCount)
    }

    /// Changes what is waited for.
    package func modify(_ token: Token, _ interest: Interest) throws(SystemError) {
        guard let watch = watches[token.count] else { return }
        try control(EPOLL_CTL_MOD, watch, interest, token.count)
    }

    /// Stops watching. Safe within a handler, its own included. A second call does nothing.
    package func remove(_ token: Token) {
        guard let watch = watches.removeValue(forKey: token.count) else { return }
        // The only failures are faults of this program (the descriptor was closed first, which removed it anyway).
        try? control(EPOLL_CTL_DEL, watch, [], token.count)
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
        var limit: Instant.Span? = timeout < 0 ? nil : .milliseconds(Int64(timeout))
        let alarm = firstAlarm
        if let alarm {
            let span = max(alarm.moment - now, .zero)
            limit = min(limit ?? span, span)
        }
        var events = unsafe InlineArray<8, epoll_event>(repeating: epoll_event())
        var space = unsafe events.mutableSpan
        let count =
            alarm?.defersEvents == true && alarms.allSatisfy({ $0.defersEvents != false })
            ? unsafe try prompt.wait(&space, atMost: limit)
            : unsafe try everything.wait(&space, atMost: limit)
        for index in 0..<count where !stopped {
            let event = unsafe events[index]
            let handler = watches[unsafe event.data.u64]?.handler
            handler?(Interest(rawValue: unsafe event.events))
        }
        ring()
    }

    private func control(
        _ operation: Int32, _ watch: Watch, _ interest: Interest, _ count: UInt64
    ) throws(SystemError) {
        try everything.control(operation, watch.descriptor, interest.rawValue, count)
        guard !watch.isDeferrable else { return }
        try prompt.control(operation, watch.descriptor, interest.rawValue, count)
    }
}

// MARK: Alarms

extension EventLoop {
    func add(_ alarm: Alarm.Entry) { alarms.append(alarm) }

    func remove(_ alarm: Alarm.Entry) { alarms.removeAll { $0 === alarm } }

    private var firstAlarm: Alarm.Entry? {
        var first: Alarm.Entry?
        for alarm in alarms where alarm.moment < first?.moment ?? .distantFuture { first = alarm }
        return first
    }

    /// Calls the alarms that are due.
    private func ring() {
        let now = now
        // By number: a handler may take alarms out, and put some in.
        var index = 0
        while index < alarms.count, !stopped {
            alarms[index].goOff(at: now)
            index += 1
        }
    }
}
