internal import Wayland

/// A seat: the devices of one user's hands, as they come and go.
final class Seat {
    private let seat: WlSeat
    private unowned let seats: Seats
    private var keyboard: Keyboard?
    private var pointer: Pointer?

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
            keyboard = Keyboard(seat.getKeyboard(), of: seats)
        }
        if !devices.contains(.pointer) {
            pointer?.leave()
            pointer = nil
        } else if pointer == nil {
            pointer = Pointer(seat.getPointer(), of: seats)
        }
    }

    /// What stands for the pointer over a target's surface has changed.
    func dressPointer(of target: any InputTarget) {
        pointer?.dress(over: target)
    }
}
