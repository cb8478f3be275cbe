/// Stands for one sink after the other: that of each opening of a device that comes and goes.
package final class ChangingSink: InputSink {
    package var onChange: (() -> Void)?

    /// What takes events now; nil while there is nobody.
    package var current: (any InputSink)? {
        didSet {
            oldValue?.onChange = nil
            current?.onChange = { [unowned self] in onChange?() }
            onChange?()
        }
    }

    package init() {}

    deinit { current?.onChange = nil }

    package var pointing: Pointing { current?.pointing ?? .none }
    package var touchSlots: Int { current?.touchSlots ?? 0 }
    package var locks: LockKeys? { current?.locks }

    package func send(_ event: GuestInput) { current?.send(event) }
    package func refresh() { current?.refresh() }
    package func finish() { current?.finish() }
}
