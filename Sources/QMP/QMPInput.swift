package import Descriptors
package import Input

/// Takes a user's hands to a guest by its QEMU's monitor (QMP, `input-send-event`).
///
/// The monitor's socket must be there at the start. When it goes later, nothing is sent, and it is looked for once a second: a
/// virtual machine that is started anew is found by the same path.
package final class QMPInput: InputSink {
    package var pointing: Pointing { conversation.pointing }
    package var touchSlots: Int { 0 }
    /// The monitor does not tell.
    package var locks: LockKeys? { nil }
    package var onChange: (() -> Void)?

    private let path: String
    private let loop: EventLoop
    private let report: (String) -> Void
    /// nil while the monitor is away.
    private var socket: MonitorSocket?
    private var conversation = Conversation()
    private var queue = InputQueue()
    /// When the monitor is looked for, or should have answered.
    private var alarm: Alarm?
    /// What was said last of the monitor, which is not said twice.
    private var told: String?
    private var toldComplaint: String?

    /// A monitor that is silent for so long serves somebody else, or its machine hangs.
    private static let patience = Instant.Span.seconds(5)
    /// Between two looks for a monitor that is away.
    private static let period = Instant.Span.seconds(1)
    /// How long the program's end may be held up.
    private static let farewell = Instant.Span.milliseconds(250)

    /// - Parameters:
    ///   - path: the monitor's socket.
    ///   - report: takes sentences for people.
    /// - Throws: `SystemError` when nobody listens there.
    package init(
        _ path: String, in loop: EventLoop, report: @escaping (String) -> Void
    ) throws(SystemError) {
        self.path = path
        self.loop = loop
        self.report = report
        alarm = Alarm(in: loop) { [unowned self] in goOff() }
        try connect()
    }

    package func send(_ event: GuestInput) {
        guard conversation.isReady else { return }
        queue.append(event)
        proceed()
    }

    package func refresh() {
        conversation.refresh()
        proceed()
    }

    package func finish() {
        let deadline = Instant.now + Self.farewell
        while !queue.isIdle, .now < deadline, socket?.turn(until: deadline) == true {}
    }

    private func connect() throws(SystemError) {
        let socket = try MonitorSocket(.connect(toSocket: path), in: loop)
        self.socket = socket
        conversation = Conversation()
        socket.onMessage = { [unowned self] (message) throws(MonitorFault) in try receive(message) }
        socket.onEnd = { [unowned self] end in lose(end) }
        alarm?.set(loop.now + Self.patience)
    }

    private func receive(_ message: JSONValue) throws(MonitorFault) {
        let wasReady = conversation.isReady
        let before = pointing
        try conversation.receive(message, &queue)
        if conversation.isReady && !wasReady {
            queue.found()
            tell("keyboard and pointer go to the guest by QEMU's monitor at \(path)")
        }
        alarm?.cancel()
        complain()
        if pointing != before { onChange?() }
        proceed()
    }

    /// Sends what is next, if anything is.
    private func proceed() {
        guard let socket else { return }
        if let line = conversation.next(&queue, at: loop.now) { socket.send(line) }
        guard self.socket != nil else { return }
        // What is waited for since longer keeps its time.
        if conversation.isWaiting, alarm?.moment == .distantFuture {
            alarm?.set(loop.now + Self.patience)
        }
    }

    private func lose(_ end: MonitorSocket.End) {
        socket = nil
        conversation = Conversation()
        queue.lost()
        let reason =
            switch end {
            case .closed(nil): "QEMU's monitor at \(path) is gone"
            case .closed(let error?): "QEMU's monitor at \(path) is gone (\(error.reason))"
            case .fault(let fault): "\(path) is no monitor of QEMU's (QMP): \(fault)"
            }
        tell("\(reason); nothing goes to the guest until it is there")
        alarm?.set(loop.now + Self.period)
        onChange?()
    }

    private func goOff() {
        if socket != nil {
            return tell(
                "QEMU's monitor at \(path) does not answer: another program may have it, which it serves one at a time, or the "
                    + "machine hangs; nothing goes to the guest until it does")
        }
        do {
            try connect()
        } catch {
            alarm?.set(loop.now + Self.period)
        }
    }

    private func complain() {
        guard let complaint = conversation.complaint, complaint != toldComplaint else { return }
        toldComplaint = complaint
        report("QEMU's monitor at \(path) does not take what was sent: \(complaint)")
    }

    private func tell(_ sentence: String) {
        guard sentence != told else { return }
        told = sentence
        report(sentence)
    }
}
