package import Input

/// What a user does over a window, as its target is told.
package enum InputEvent: Equatable {
    /// Keys are the window's from now on. What is held already is nothing that was meant for it.
    case keyboardEntered
    /// Keys are another's. None of this keyboard is held any more, as far as the window is concerned.
    case keyboardLeft
    /// A key that is no hotkey, by the kernel's number (`KEY_*`).
    case key(UInt32, isPressed: Bool)
    case hotkey(HotkeyAction)
    /// The locks that are in force; once each time that keys are the window's.
    case locksKnown(LockKeys)
    /// Surface-local units.
    case pointerEntered(x: Double, y: Double)
    /// Surface-local units.
    case pointerMoved(x: Double, y: Double)
    /// The pointer that is captured was moved by so many counts.
    case pointerShifted(x: Double, y: Double)
    /// The compositor has given the pointer back to the user.
    case captureEnded
    /// No button of this pointer is held any more, as far as the window is concerned.
    case pointerLeft
    /// By the kernel's number (`BTN_*`).
    case button(UInt32, isPressed: Bool)
    case scrolled(Scroll)
    case touch(TouchEvent)
}
