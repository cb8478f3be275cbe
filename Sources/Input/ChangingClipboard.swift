/// Stands for one clipboard after the other: that of each opening of a device that comes and goes.
package final class ChangingClipboard: GuestClipboard {
    package var onChange: (() -> Void)?

    /// The one that takes part now; nil while there is none.
    package var current: (any GuestClipboard)? {
        didSet {
            oldValue?.onChange = nil
            current?.onChange = { [unowned self] in change() }
            if isStarted { current?.start() }
            if let giver { current?.offer(giver) }
            change()
        }
    }

    private var isStarted = false
    /// What the guest is offered, for the next one to be offered, too.
    private var giver: Giver?

    package init() {}

    deinit { current?.onChange = nil }

    package var hasText: Bool { current?.hasText ?? false }

    package func start() {
        isStarted = true
        current?.start()
    }

    package func read(then: @escaping Receiver) {
        guard let current else { return then(nil) }
        current.read(then: then)
    }

    package func offer(_ giver: Giver?) {
        self.giver = giver
        current?.offer(giver)
    }

    package func finish() {
        isStarted = false
        giver = nil
        current?.finish()
    }

    private func change() {
        if hasText { giver = nil }
        onChange?()
    }
}
