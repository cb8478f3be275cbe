package import Descriptors

/// A D-Bus connection in an event loop: calls with their answers, and what the other side says by itself.
package final class BusConnection {
    /// Takes the other side's calls and signals.
    package var onMessage: ((BusMessage) -> Void)?
    /// Called once, when the connection has ended.
    package var onClose: (() -> Void)?
    /// Whether the connection has ended: nothing is said any more.
    package private(set) var isClosed = false

    package typealias Answer = Result<BusMessage, BusError>

    private let bus: Bus
    private let loop: EventLoop
    private var watch: Watch?
    private var clock: Timer?
    private var calls: [UInt64: Call] = [:]

    private struct Call {
        let deadline: Instant
        let then: (Answer) -> Void
    }

    /// sd-bus closes its descriptor when it likes, and has another when the first of several addresses leads nowhere: a duplicate is
    /// what the loop waits for.
    private final class Watch {
        let number: Int32
        let descriptor: OwnedDescriptor
        var interest: EventLoop.Interest = .readable
        private(set) var token: EventLoop.Token?
        private let loop: EventLoop

        init(
            _ number: Int32, in loop: EventLoop, handler: @escaping () -> Void
        ) throws(SystemError) {
            self.number = number
            self.loop = loop
            descriptor = try OwnedDescriptor.duplicate(of: number)
            token = try loop.add(descriptor.rawValue, interest) { _ in handler() }
        }

        deinit {
            if let token { loop.remove(token) }
        }
    }

    /// Messages that are taken in at once, and how long that may take: then it is others' turn.
    private static let messageLimit = 64
    private static let timeLimit = Instant.Span.milliseconds(8)
    /// Answers that may wait to be taken. One who asks and asks and does not listen is let go of.
    private static let unsentLimit = 1024

    /// - Throws: `BusError.failed` when the system gives no descriptors.
    package init(_ bus: Bus, in loop: EventLoop) throws(BusError) {
        self.bus = bus
        self.loop = loop
        do throws(SystemError) {
            clock = try Timer(in: loop) { [unowned self] in turn() }
        } catch {
            throw .failed(error)
        }
        rearm()
    }

    /// - Parameters:
    ///   - destination: a name on the message bus; nil where there is but one other side.
    ///   - arguments: appends them.
    package func makeCall(
        _ destination: String?, _ path: String, _ interface: String, _ member: String,
        _ arguments: (BusMessage) throws(BusError) -> Void = { (_) throws(BusError) in }
    ) throws(BusError) -> BusMessage {
        let call = try bus.makeCall(destination, path, interface, member)
        try arguments(call)
        return call
    }

    /// Sends a call.
    ///
    /// - Parameters:
    ///   - span: how long its answer is waited for.
    ///   - then: called once, in the loop: with the answer, or with why there is none.
    package func call(
        _ message: BusMessage, within span: Instant.Span, then: @escaping (Answer) -> Void
    ) {
        guard !isClosed else { return then(.failure(.closed)) }
        do throws(BusError) {
            let cookie = try bus.send(message)
            calls[cookie] = Call(deadline: .now + span, then: then)
            rearm()
        } catch {
            then(.failure(error))
        }
    }

    /// Sends a call and waits for its answer, while the loop goes on.
    ///
    /// - Throws: `BusError`: `silent` at the deadline.
    package func ask(_ message: BusMessage, until deadline: Instant) throws(BusError) -> BusMessage {
        var answer: Answer?
        call(message, within: deadline - .now) { answer = $0 }
        while answer == nil {
            // The call's own deadline ends the wait.
            do throws(SystemError) { try loop.turn(timeout: 100) } catch { throw .failed(error) }
        }
        guard let answer else { throw .silent }
        return try answer.get()
    }

    /// Lets the loop go on, once.
    ///
    /// - Parameter deadline: until then at the most.
    /// - Returns: whether there is anybody left to wait for.
    func turn(until deadline: Instant) -> Bool {
        let rest = (deadline - .now).nanoseconds / 1_000_000
        guard !isClosed, (try? loop.turn(timeout: Int32(clamping: max(0, rest)))) != nil else { return false }
        return !isClosed
    }

    /// Answers a call of the other side's; nothing when it wants no answer.
    package func answer(
        _ message: BusMessage, _ values: (BusMessage) throws(BusError) -> Void = { (_) throws(BusError) in }
    ) {
        guard message.expectsReply else { return }
        send { () throws(BusError) in
            let reply = try message.makeReply()
            try values(reply)
            return reply
        }
    }

    /// Refuses a call of the other side's.
    package func refuse(_ message: BusMessage, _ name: String, _ text: String) {
        guard message.expectsReply else { return }
        send { () throws(BusError) in try message.makeError(name, text) }
    }

    private func send(_ make: () throws(BusError) -> BusMessage) {
        guard !isClosed else { return }
        do throws(BusError) {
            try bus.send(try make())
            rearm()
        } catch {
            close()
        }
    }

    /// Takes in what has come.
    private func turn() {
        let start = Instant.now
        var count = 0
        while !isClosed, count < Self.messageLimit, .now - start < Self.timeLimit {
            do throws(BusError) {
                switch try bus.next() {
                case .nothing:
                    expire()
                    return rearm()
                case .progress: break
                case .message(let message): take(message)
                }
            } catch {
                return close()
            }
            count += 1
            guard bus.unsentCount <= Self.unsentLimit else { return close() }
        }
        expire()
        // What sd-bus has read and not given out is not seen at the descriptor.
        rearm(isHurried: true)
    }

    private func take(_ message: BusMessage) {
        switch message.kind {
        case .reply, .error:
            guard let cookie = message.replyCookie, let call = calls.removeValue(forKey: cookie) else {
                return
            }
            call.then(message.error.map { .failure($0) } ?? .success(message))
        case .call, .signal: onMessage?(message)
        case nil: break
        }
    }

    /// Ends the calls that have waited long enough.
    private func expire() {
        let now = Instant.now
        for cookie in calls.filter({ $0.value.deadline <= now }).keys.sorted() {
            calls.removeValue(forKey: cookie)?.then(.failure(.silent))
        }
    }

    /// Has the loop wait for what comes next.
    private func rearm(isHurried: Bool = false) {
        guard !isClosed else { return }
        wait(for: bus.interest)
        var deadline = calls.values.map(\.deadline).min() ?? .distantFuture
        if let own = bus.deadline { deadline = min(deadline, own) }
        if isHurried { deadline = .now }
        if deadline == .distantFuture { clock?.cancel() } else { clock?.set(deadline) }
    }

    private func wait(for interest: EventLoop.Interest) {
        let number = bus.descriptor
        // It has none while it is between two addresses, and when it has ended, which the next turn finds.
        guard number >= 0 else { return }
        do throws(SystemError) {
            if watch?.number != number {
                watch = nil
                watch = try Watch(number, in: loop) { [unowned self] in turn() }
            }
            guard let watch, let token = watch.token, watch.interest != interest else { return }
            try loop.modify(token, interest)
            watch.interest = interest
        } catch {
            close()
        }
    }

    private func close() {
        guard !isClosed else { return }
        isClosed = true
        clock?.cancel()
        watch = nil
        let calls = calls
        self.calls = [:]
        for (_, call) in calls.sorted(by: { $0.key < $1.key }) { call.then(.failure(.closed)) }
        onClose?()
    }
}
