internal import Wayland

/// A seat's touch screen: tells windows of the fingers on them.
final class TouchScreen {
    private let touch: WlTouch
    private unowned let seats: Seats
    private unowned let seat: Seat
    private var fingers: [Finger] = []

    /// A finger, and whose surface it came down on: all that it does is his.
    private struct Finger {
        let number: Int32
        weak var target: (any InputTarget)?
    }

    init(_ touch: WlTouch, of seats: Seats, on seat: Seat) {
        self.touch = touch
        self.seats = seats
        self.seat = seat
        touch.onEvent = { [unowned self] event in receive(event) }
    }

    private func receive(_ event: WlTouch.Event) {
        switch event {
        case .down(let serial, _, let surface, let number, let x, let y):
            seat.selection?.act(serial: serial)
            let finger = Finger(number: number, target: seats.target(of: surface))
            fingers.append(finger)
            finger.target?.receive(.touch(.down(number, x: x.doubleValue, y: y.doubleValue)))
        case .up(_, _, let number):
            guard let index = fingers.firstIndex(where: { $0.number == number }) else { return }
            fingers.remove(at: index).target?.receive(.touch(.up(number)))
        case .motion(_, let number, let x, let y):
            fingers.first { $0.number == number }?.target?
                .receive(.touch(.moved(number, x: x.doubleValue, y: y.doubleValue)))
        case .cancel: cancel()
        case .frame, .shape, .orientation: break
        }
    }

    /// The fingers are not the window's, or there is no touch screen any more.
    func cancel() {
        let cancelled = fingers
        fingers = []
        for finger in cancelled { finger.target?.receive(.touch(.cancelled)) }
    }
}
