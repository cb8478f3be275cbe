internal import Descriptors
internal import Input

/// What is said on one connection to a monitor: one command at a time, and none before the greeting. Without I/O.
struct Conversation {
    /// What the guest has to point with; `none` before the monitor has said so.
    private(set) var pointing = Pointing.none
    /// Whether the monitor takes input.
    private(set) var isReady = false
    /// Why the monitor did not take an event, in its words; nil where it took the last.
    private(set) var complaint: String?

    /// What is waited for.
    private enum Expected: Equatable {
        case greeting
        case answer(Command)
    }

    private var expected: Expected? = .greeting
    /// The command that comes before all input.
    private var due: Command? = .capabilities
    /// When the pointers were asked for.
    private var asked = Instant(nanoseconds: 0)

    /// A guest's driver may take up a tablet at any time, and the monitor does not say so: it is asked again while the user
    /// moves the pointer.
    private static let period = Instant.Span.seconds(1)

    /// Whether something is waited for.
    var isWaiting: Bool { expected != nil }

    /// Takes in a message.
    ///
    /// - Throws: `MonitorFault` when it is none that a monitor sends now.
    mutating func receive(_ message: JSONValue, _ queue: inout InputQueue) throws(MonitorFault) {
        if message["event"] != nil { return }
        switch expected {
        case .greeting:
            guard message["QMP"] != nil else { throw .unexpected }
        case .answer(let command):
            guard let answer = Answer(message) else { throw .unexpected }
            try receive(answer, to: command, &queue)
        case nil: throw .unexpected
        }
        expected = nil
    }

    private mutating func receive(
        _ answer: Answer, to command: Command, _ queue: inout InputQueue
    ) throws(MonitorFault) {
        switch (command, answer) {
        case (.capabilities, .error(let reason)): throw .refused(reason)
        case (.capabilities, .value):
            due = .mice
        case (.mice, .value(let mice)):
            pointing = Self.pointing(mice)
            isReady = true
        case (.mice, .error):
            isReady = true
        case (.input, .value):
            complaint = nil
            queue.answered()
        case (.input, .error(let reason)):
            complaint = reason
            queue.answered()
            // It may be that the pointer is another one now.
            due = .mice
        }
    }

    /// Has the pointers asked for again, before anything else.
    mutating func refresh() {
        if isReady { due = .mice }
    }

    /// What is to be sent now: one line; nil for nothing.
    mutating func next(_ queue: inout InputQueue, at now: Instant) -> String? {
        guard expected == nil else { return nil }
        while true {
            if let due {
                self.due = nil
                return say(due, at: now)
            }
            guard isReady, !queue.isEmpty else { return nil }
            if now - asked >= Self.period {
                due = .mice
                continue
            }
            guard let event = queue.next() else { return nil }
            if let text = say(.input(event), at: now) { return text }
            // The monitor has no words for it.
            queue.answered()
        }
    }

    private mutating func say(_ command: Command, at now: Instant) -> String? {
        guard let text = command.text else { return nil }
        if command == .mice { asked = now }
        expected = .answer(command)
        return text
    }

    /// The pointer that gets what is sent (`query-mice`).
    private static func pointing(_ mice: JSONValue) -> Pointing {
        let current = mice.array?.first { $0["current"]?.bool == true }
        return switch current?["absolute"]?.bool {
        case true?: .absolute
        case false?: .relative
        case nil: .none
        }
    }

    /// What a command came to.
    private enum Answer {
        case value(JSONValue)
        /// In the monitor's words.
        case error(String)

        /// nil for a message that answers nothing.
        init?(_ message: JSONValue) {
            if let value = message["return"] {
                self = .value(value)
            } else if let error = message["error"] {
                self = .error(error["desc"]?.string ?? "an error without words")
            } else {
                return nil
            }
        }
    }
}
