internal import Wayland

/// A seat: the devices of one user's hands, as they come and go.
final class Seat {
    private let seat: WlSeat
    private unowned let seats: Seats
    private var keyboard: Keyboard?
    private var pointer: Pointer?
    private var touchScreen: TouchScreen?
    /// Keeps the compositor's shortcuts from it, for as long as it exists.
    private var inhibitor: ZwpKeyboardShortcutsInhibitorV1?
    private weak var inhibiting: (any InputTarget)?
    /// nil where nothing goes from clipboard to clipboard.
    private(set) var selection: SeatSelection?

    init(_ seat: WlSeat, of seats: Seats) {
        self.seat = seat
        self.seats = seats
        seat.onEvent = { [unowned self] event in
            if case .capabilities(let devices) = event { follow(devices) }
        }
    }

    /// Takes up devices that are there, and drops those that are not. Whoever had one is told.
    func follow(_ devices: WlSeat.Capability) {
        if !devices.contains(.keyboard) {
            keyboard?.leave()
            keyboard = nil
        } else if keyboard == nil {
            keyboard = Keyboard(seat.getKeyboard(), of: seats, on: self)
        }
        if !devices.contains(.pointer) {
            pointer?.leave()
            pointer = nil
        } else if pointer == nil {
            pointer = Pointer(seat.getPointer(), of: seats, on: self)
        }
        if !devices.contains(.touch) {
            touchScreen?.cancel()
            touchScreen = nil
        } else if touchScreen == nil {
            touchScreen = TouchScreen(seat.getTouch(), of: seats, on: self)
        }
    }

    /// Exchanges clipboards from now on.
    func exchange(by manager: WlDataDeviceManager) {
        if selection == nil { selection = SeatSelection(manager.getDataDevice(seat: seat), manager) }
    }

    /// What stands for the pointer over a target's surface has changed.
    func dressPointer(of target: any InputTarget) {
        pointer?.dress(over: target)
    }

    /// What is captured for a target has changed.
    func followCapture(of target: any InputTarget) {
        pointer?.followCapture(over: target)
        if target.capture.contains(.shortcuts) {
            guard inhibiting !== target, let surface = seats.surface(of: target) else { return }
            inhibitor = nil
            inhibitor = seats.shortcutInhibitors?.inhibitShortcuts(surface: surface, seat: seat)
            inhibiting = target
        } else if inhibiting === target {
            inhibitor = nil
            inhibiting = nil
        }
    }
}
