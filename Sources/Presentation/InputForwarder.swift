internal import Input
internal import Planes

/// Makes a guest's input of what users do over the window, and sees to it that the guest is left holding nothing.
///
/// A guest with an absolute pointer simply follows the window's. One with a mouse gets motions alone, and those when the user
/// has clicked into its picture: then the pointer is locked there. The first of these clicks is the window's.
final class InputForwarder {
    /// Called with what the user should know while something of his is captured, and nil when nothing is.
    var onHint: ((String?) -> Void)?

    private let sink: any InputSink
    private let input: WindowInput
    private let options: InputOptions
    /// Where the picture is in the window; nil where there is none.
    private let letterbox: () -> Letterbox?
    private var held = HeldInputs()
    private var chord: ChordWatch
    private var counts = WholeCounts()
    private var scrolled = WholeCounts()
    private var slots: TouchSlots
    /// The finger that stands for the pointer's left button, in guests that know no fingers.
    private var pointingFinger: Int32?
    /// The pointer is over the picture, or was when it was locked.
    private var isOnPicture = false
    private var hasEnded = false

    /// Of what fingers draw, one step of a wheel: as far as a wheel's step goes in libinput and the compositors upon it.
    private static let distanceOfStep = 15.0

    init(
        _ sink: any InputSink, _ input: WindowInput, _ options: InputOptions,
        letterbox: @escaping () -> Letterbox?
    ) {
        self.sink = sink
        self.input = input
        self.options = options
        self.letterbox = letterbox
        chord = ChordWatch(options.release)
        slots = TouchSlots(count: sink.touchSlots)
        sink.onChange = { [weak self] in self?.follow() }
        input.onInput = { [unowned self] event in receive(event) }
    }

    deinit {
        onHint = nil
        end()
        sink.onChange = nil
        input.onInput = nil
    }

    /// Releases all that is held. Nothing is sent any more.
    func end() {
        guard !hasEnded else { return }
        endCapture()
        send(held.releaseAll())
        hasEnded = true
    }

    private func receive(_ event: InputEvent) {
        guard !hasEnded else { return }
        switch event {
        case .keyboardEntered: sink.refresh()
        case .keyboardLeft:
            chord.forget()
            endCapture()
            send(held.releaseKeys())
        case .key(let code, let isPressed): key(code, isPressed)
        case .hotkey:
            chord.spoil()
            // The guest has seen the modifiers, and will not see the key.
            send(held.releaseKeys())
        case .locksKnown(let locks): follow(locks)
        case .pointerEntered(let x, let y):
            sink.refresh()
            point(x, y)
        case .pointerMoved(let x, let y): point(x, y)
        case .pointerShifted(let x, let y):
            guard input.capture.contains(.pointer), let counts = counts.add(x: x, y: y) else { return }
            send(.motion(x: counts.x, y: counts.y))
        case .pointerLeft:
            isOnPicture = false
            if input.capture.contains(.pointer) { endCapture() }
            send(held.releaseButtons())
        case .captureEnded: endCapture()
        case .button(let code, let isPressed): button(code, isPressed)
        case .scrolled(let scroll): self.scroll(scroll)
        case .touch(let touch): self.touch(touch)
        }
    }

    private func send(_ event: GuestInput) {
        if held.take(event) { sink.send(event) }
    }

    /// - Parameter releases: of what is held no more.
    private func send(_ releases: [GuestInput]) {
        for event in releases { sink.send(event) }
    }

    /// What is known of the guest has changed.
    private func follow() {
        guard !hasEnded else { return }
        if sink.pointing == .none { send(held.releaseAll()) }
        if slots.count != sink.touchSlots {
            send(held.releaseTouches())
            slots = TouchSlots(count: sink.touchSlots)
        }
        if !input.capture.isEmpty { capture(wanted) }
    }
}

// MARK: Capture

extension InputForwarder {
    /// What a click into the picture captures.
    private var wanted: Capture {
        var wanted: Capture = sink.pointing == .relative ? .pointer : []
        if options.inhibitsShortcuts && sink.pointing != .none { wanted.insert(.shortcuts) }
        return wanted
    }

    private func capture(_ capture: Capture) {
        guard capture != input.capture else { return }
        counts = WholeCounts()
        input.capture = capture
        onHint?(
            capture.isEmpty
                ? nil
                : "\(options.release) releases the \(capture.contains(.pointer) ? "pointer" : "keyboard")")
    }

    private func endCapture() {
        // Buttons that are held are released where the guest has the pointer.
        if input.capture.contains(.pointer) { send(held.releaseButtons()) }
        capture([])
    }
}

// MARK: Keys

extension InputForwarder {
    private func key(_ code: UInt32, _ isPressed: Bool) {
        if chord.take(code, isPressed: isPressed) {
            endCapture()
            return send(held.releaseKeys())
        }
        guard !options.release.owns(code) else { return }
        send(.key(code, isPressed: isPressed))
    }

    /// Has the guest's locks follow the user's, at the moment when the keys come to the window: from then on, both get the
    /// same keys.
    private func follow(_ locks: LockKeys) {
        guard let guest = sink.locks else { return }
        for key in locks.keys(toChange: guest) {
            send(.key(key, isPressed: true))
            send(.key(key, isPressed: false))
        }
    }
}

// MARK: Pointer

extension InputForwarder {
    private func point(_ x: Double, _ y: Double) {
        guard let (point, isInside) = point(at: x, y) else { return }
        // Who leaves the picture is led to its edge, and who drags something along it.
        let isTold = isInside || isOnPicture || held.hasButtons
        isOnPicture = isInside
        if isTold && sink.pointing == .absolute { send(.position(point)) }
    }

    /// The guest's pixel at a place of the window, and whether that is on the picture; nil without a picture.
    private func point(at x: Double, _ y: Double) -> (ScreenPoint, isInside: Bool)? {
        guard let letterbox = letterbox() else { return nil }
        let pixel = letterbox.pixel(atX: x, y: y)
        return (ScreenPoint(x: pixel.x, y: pixel.y, screen: letterbox.picture), pixel.isInside)
    }

    /// Whether buttons and wheels are the guest's where the pointer is.
    private var isGuests: Bool {
        switch sink.pointing {
        case .none: false
        case .absolute: isOnPicture
        case .relative: input.capture.contains(.pointer)
        }
    }

    private func button(_ code: UInt32, _ isPressed: Bool) {
        chord.spoil()
        guard let button = PointerButton(code: code) else { return }
        guard isPressed else { return send(.button(button, isPressed: false)) }
        let isGuests = isGuests
        if isOnPicture && input.capture.isEmpty { capture(wanted) }
        if isGuests { send(.button(button, isPressed: true)) }
    }

    private func scroll(_ scroll: Scroll) {
        chord.spoil()
        guard isGuests else { return }
        let x = Self.parts(scroll.horizontal)
        let y = Self.parts(scroll.vertical)
        if let parts = scrolled.add(x: x, y: y) { send(.wheel(x: parts.x, y: parts.y)) }
    }

    /// 120ths of a wheel's steps.
    private static func parts(_ way: Scroll.Way) -> Double {
        way.steps != 0 ? Double(way.steps) : way.distance * Double(WheelSteps.parts) / distanceOfStep
    }
}

// MARK: Touch

extension InputForwarder {
    /// A guest that knows no fingers, and has an absolute pointer, gets the first of them as its pointer, with the left button
    /// pressed.
    private func touch(_ event: TouchEvent) {
        switch event {
        case .down(let finger, let x, let y):
            guard let (point, isInside) = point(at: x, y), isInside else { return }
            if let slot = slots.add(finger) {
                send(.touch(Touch(slot: slot, .down, at: point)))
            } else if slots.count == 0, sink.pointing == .absolute, pointingFinger == nil {
                pointingFinger = finger
                send(.position(point))
                send(.button(.left, isPressed: true))
            }
        case .moved(let finger, let x, let y):
            guard let (point, _) = point(at: x, y) else { return }
            if let slot = slots.slot(of: finger) {
                send(.touch(Touch(slot: slot, .moved, at: point)))
            } else if pointingFinger == finger {
                send(.position(point))
            }
        case .up(let finger):
            if let slot = slots.remove(finger), let touch = held.touch(in: slot) {
                send(.touch(Touch(slot: slot, .up, at: touch.point)))
            } else if pointingFinger == finger {
                liftPointingFinger()
            }
        case .cancelled:
            slots.removeAll()
            send(held.releaseTouches())
            liftPointingFinger()
        }
    }

    private func liftPointingFinger() {
        guard pointingFinger != nil else { return }
        pointingFinger = nil
        send(.button(.left, isPressed: false))
    }
}
