internal import Wayland

/// What users' hands do to a window: hotkeys are its own, all else is the guest's.
final class WindowInput: InputTarget {
    let hotkeys: Hotkeys
    /// What stands for the pointer over the window.
    var look = PointerLook.arrow {
        didSet { if look != oldValue { seats.dressPointers(of: self) } }
    }
    /// What is captured for the guest.
    var capture: Capture = [] {
        didSet {
            guard capture != oldValue else { return }
            seats.followCapture(of: self)
            onPointer?()
        }
    }
    /// nil where nothing goes from clipboard to clipboard.
    var clipboard: WindowClipboard? {
        didSet {
            if let oldValue { seats.forget(oldValue) }
            clipboard?.onChange = { [unowned self] in
                if let clipboard { seats.follow(clipboard) }
            }
            if clipboard != nil { seats.exchange() }
        }
    }
    /// Whether a pointer is over the window, and goes where the user's hand goes.
    var isPointed: Bool { pointers > 0 && !capture.contains(.pointer) }
    /// Called when that may have changed.
    var onPointer: (() -> Void)?
    /// Called for each sign that the user is there.
    var onStir: (() -> Void)?
    /// Called when a hotkey is pressed, after `onInput`.
    var onAction: ((HotkeyAction) -> Void)?
    /// Called for each event. A hotkey is among them because it ends what its modifiers were to the guest.
    var onInput: ((InputEvent) -> Void)?

    private let seats: Seats
    /// Over the window: each seat may have one.
    private var pointers = 0

    init(_ surface: WlSurface, _ seats: Seats, _ hotkeys: Hotkeys) {
        self.hotkeys = hotkeys
        self.seats = seats
        seats.tell(self, of: surface)
    }

    deinit {
        if let clipboard { seats.forget(clipboard) }
    }

    func receive(_ event: InputEvent) {
        switch event {
        case .pointerEntered: point(pointers + 1)
        case .pointerLeft: point(pointers - 1)
        default: break
        }
        switch event {
        case .keyboardEntered, .keyboardLeft, .locksKnown, .pointerLeft, .captureEnded: break
        case .key, .hotkey, .pointerEntered, .pointerMoved, .pointerShifted, .button, .scrolled, .touch:
            onStir?()
        }
        onInput?(event)
        if case .hotkey(let action) = event { onAction?(action) }
    }

    private func point(_ count: Int) {
        pointers = count
        onPointer?()
    }
}
