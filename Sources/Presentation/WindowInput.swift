internal import Wayland

/// What users' hands do to a window: hotkeys are its own, all else is the guest's.
final class WindowInput: InputTarget {
    let hotkeys: Hotkeys
    /// The guest shows a cursor of its own.
    var hidesPointer = false {
        didSet { if hidesPointer != oldValue { seats.dressPointers(of: self) } }
    }
    /// What is captured for the guest.
    var capture: Capture = [] {
        didSet { if capture != oldValue { seats.followCapture(of: self) } }
    }
    /// Called for each sign that the user is there.
    var onStir: (() -> Void)?
    /// Called when a hotkey is pressed, after `onInput`.
    var onAction: ((HotkeyAction) -> Void)?
    /// Called for each event. A hotkey is among them because it ends what its modifiers were to the guest.
    var onInput: ((InputEvent) -> Void)?

    private let seats: Seats

    init(_ surface: WlSurface, _ seats: Seats, _ hotkeys: Hotkeys) {
        self.hotkeys = hotkeys
        self.seats = seats
        seats.tell(self, of: surface)
    }

    func receive(_ event: InputEvent) {
        switch event {
        case .keyboardEntered, .keyboardLeft, .locksKnown, .pointerLeft, .captureEnded: break
        case .key, .hotkey, .pointerEntered, .pointerMoved, .pointerShifted, .button, .scrolled, .touch:
            onStir?()
        }
        onInput?(event)
        if case .hotkey(let action) = event { onAction?(action) }
    }
}
