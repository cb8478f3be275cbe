internal import Planes
internal import Wayland

/// A seat's pointer: tells the window that it is over of its motions, buttons and wheels.
final class Pointer {
    private let pointer: WlPointer
    private unowned let seats: Seats
    private unowned let seat: Seat
    private let shape: WpCursorShapeDeviceV1?
    /// Of the event by which it came over the surface.
    private var serial: UInt32 = 0
    /// Whose surface it is over.
    private weak var target: (any InputTarget)?
    private weak var surface: WlSurface?
    /// Where it is on it.
    private var place = (x: 0.0, y: 0.0)
    private var capture: PointerCapture?
    /// Since the last frame.
    private var scroll = Scroll()

    /// Of a wheel's step, as later versions of `wl_pointer` count.
    private static let step: Int32 = 120

    init(_ pointer: WlPointer, of seats: Seats, on seat: Seat) {
        self.pointer = pointer
        self.seats = seats
        self.seat = seat
        shape = seats.shapes?.getPointer(pointer: pointer)
        pointer.onEvent = { [unowned self] event in receive(event) }
    }

    private func receive(_ event: WlPointer.Event) {
        switch event {
        case .enter(let serial, let surface, let x, let y):
            leave()
            target = seats.target(of: surface)
            self.surface = surface
            self.serial = serial
            place = (x.doubleValue, y.doubleValue)
            dress()
            target?.receive(.pointerEntered(x: place.x, y: place.y))
        case .leave:
            leave()
        case .motion(_, let x, let y):
            move(to: (x.doubleValue, y.doubleValue))
        case .button(let serial, _, let button, let state):
            seat.selection?.act(serial: serial)
            target?.receive(.button(button, isPressed: state == .pressed))
        case .axis(_, let axis, let value):
            change(axis) { $0.distance += value.doubleValue }
        case .axisDiscrete(let axis, let count):
            change(axis) { $0.steps &+= count &* Self.step }
        case .axisValue120(let axis, let parts):
            change(axis) { $0.steps &+= parts }
        case .frame:
            guard !scroll.isNothing else { return }
            target?.receive(.scrolled(scroll))
            scroll = Scroll()
        case .axisSource, .axisStop:
            break
        }
    }

    /// What stands for it over a target's surface has changed.
    func dress(over target: any InputTarget) {
        if self.target === target { dress() }
    }

    /// The compositor's arrow is there only where it can be asked for; where it cannot, the pointer stays what it was.
    private func dress() {
        switch capture == nil ? target?.look : .hidden {
        case .hidden:
            pointer.setCursor(serial: serial, surface: nil, hotspotX: 0, hotspotY: 0)
        case .image(let surface, let hotspot):
            pointer.setCursor(
                serial: serial, surface: surface, hotspotX: hotspot.x, hotspotY: hotspot.y)
        case .arrow:
            shape?.setShape(serial: serial, shape: .default)
        case nil:
            break
        }
    }

    /// It is over the window no more, or there is no pointer any more.
    func leave() {
        scroll = Scroll()
        capture = nil
        target?.receive(.pointerLeft)
        target = nil
    }

    private func move(to place: (x: Double, y: Double)) {
        let before = self.place
        self.place = place
        if let capture {
            // Before the lock is in force, there may be both.
            if capture.isRelative { return }
            target?.receive(.pointerShifted(x: place.x - before.x, y: place.y - before.y))
        } else {
            target?.receive(.pointerMoved(x: place.x, y: place.y))
        }
    }

    /// What is captured for a target has changed.
    func followCapture(over target: any InputTarget) {
        guard self.target === target, target.capture.contains(.pointer) != (capture != nil) else { return }
        if target.capture.contains(.pointer), let surface {
            capture = PointerCapture(
                pointer, over: surface, seats,
                onMotion: { [unowned self] x, y in self.target?.receive(.pointerShifted(x: x, y: y)) },
                onEnd: { [unowned self] in self.target?.receive(.captureEnded) })
        } else {
            capture = nil
        }
        dress()
    }

    private func change(_ axis: WlPointer.Axis, _ body: (inout Scroll.Way) -> Void) {
        switch axis {
        case .verticalScroll: body(&scroll.vertical)
        case .horizontalScroll: body(&scroll.horizontal)
        default: break
        }
    }
}
