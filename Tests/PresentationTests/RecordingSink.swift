import Input

/// A guest that takes everything at once, and remembers it.
final class RecordingSink: InputSink {
    var pointing = Pointing.absolute { didSet { onChange?() } }
    var touchSlots = 0 { didSet { onChange?() } }
    var locks: LockKeys?
    var onChange: (() -> Void)?
    private(set) var refreshes = 0
    private(set) var events: [GuestInput] = []
    /// What is held, as the guest sees it.
    private(set) var held = HeldInputs()
    /// Events that told the guest what it knew.
    private(set) var repetitions = 0

    func send(_ event: GuestInput) {
        if !held.take(event) { repetitions += 1 }
        events.append(event)
    }

    func refresh() { refreshes += 1 }
    func finish() {}

    /// The events since the last call, which are forgotten with it.
    func take() -> [GuestInput] {
        defer { events = [] }
        return events
    }
}
