internal import Input
internal import Wayland

/// A seat's keyboard: tells the window that has it of its keys.
final class Keyboard {
    private let keyboard: WlKeyboard
    private unowned let seats: Seats
    private unowned let seat: Seat
    /// Whose surface has the keys.
    private weak var target: (any InputTarget)?
    private var layout: KeyboardLayout?
    /// The layout that is in force, of those in the keymap.
    private var group: UInt32 = 0
    private var modifiers = Modifiers()
    /// The target has not been told which locks are in force.
    private var owesLocks = false
    /// Keys that were pressed as hotkeys: that they are let go of is nothing to the guest either.
    private var taken: [UInt32] = []

    init(_ keyboard: WlKeyboard, of seats: Seats, on seat: Seat) {
        self.keyboard = keyboard
        self.seats = seats
        self.seat = seat
        keyboard.onEvent = { [unowned self] event in receive(event) }
    }

    private func receive(_ event: consuming WlKeyboard.Event) {
        switch consume event {
        case .keymap(let format, let file, let size):
            // Without one, keys are known by their numbers.
            layout = format == .xkbV1 ? KeyboardLayout(file, size: size, seats.compiler) : nil
        case .enter(let serial, let surface, _):
            leave()
            target = seats.target(of: surface)
            target?.receive(.keyboardEntered)
            seat.selection?.enter(target?.clipboard, serial: serial)
            owesLocks = true
        case .leave:
            leave()
        case .key(let serial, _, let code, let state):
            seat.selection?.act(serial: serial)
            key(code, isPressed: state == .pressed)
        case .modifiers(_, let depressed, let latched, let locked, let group):
            modifiers = Modifiers(depressed: depressed, latched: latched)
            self.group = group
            if owesLocks { target?.receive(.locksKnown(LockKeys(locked: locked))) }
            owesLocks = false
        case .repeatInfo:
            // A guest repeats by itself, and a hotkey does once what it does.
            break
        }
    }

    /// The window has the keys no more: they are another's, or there is no keyboard any more.
    func leave() {
        taken = []
        modifiers = []
        seat.selection?.leave()
        target?.receive(.keyboardLeft)
        target = nil
    }

    private func key(_ code: UInt32, isPressed: Bool) {
        guard let target else { return }
        if isPressed, let action = action(of: code, target.hotkeys) {
            if !taken.contains(code) { taken.append(code) }
            return target.receive(.hotkey(action))
        }
        if !isPressed, let index = taken.firstIndex(of: code) {
            taken.remove(at: index)
            return
        }
        target.receive(.key(code, isPressed: isPressed))
    }

    private func action(of code: UInt32, _ hotkeys: Hotkeys) -> HotkeyAction? {
        hotkeys.action(modifiers, code) { layout?.symbol(of: code, in: group) }
    }
}
