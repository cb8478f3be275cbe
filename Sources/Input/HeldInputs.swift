internal import Planes

/// What a guest was told is pressed, and was not told is released.
package struct HeldInputs: Equatable, Sendable {
    private var keys: [UInt32] = []
    private var buttons: [PointerButton] = []
    private var touches: [Touch] = []

    package init() {}

    package var isEmpty: Bool { keys.isEmpty && buttons.isEmpty && touches.isEmpty }
    package var hasButtons: Bool { !buttons.isEmpty }

    /// The finger in a slot, as the guest was told last; nil where there is none.
    package func touch(in slot: Int) -> Touch? { touches.first { $0.slot == slot } }

    /// Takes note of an event that is to be sent.
    ///
    /// - Returns: whether it tells the guest anything: a key that is held already is not pressed again (a guest repeats by
    ///   itself), and what is not held is not released.
    package mutating func take(_ event: GuestInput) -> Bool {
        switch event {
        case .key(let key, let isPressed): Self.take(key, isPressed, &keys)
        case .button(let button, let isPressed): Self.take(button, isPressed, &buttons)
        case .touch(let touch): take(touch)
        case .position, .motion, .wheel: true
        }
    }

    /// Whether an event ends what is held.
    package func isEnd(_ event: GuestInput) -> Bool {
        switch event {
        case .key(let key, isPressed: false): keys.contains(key)
        case .button(let button, isPressed: false): buttons.contains(button)
        case .touch(let touch):
            (touch.phase == .up || touch.phase == .cancelled) && touches.contains { $0.slot == touch.slot }
        case .key, .button, .position, .motion, .wheel: false
        }
    }

    /// Releases keys: what the guest is to be told, the last pressed first.
    package mutating func releaseKeys() -> [GuestInput] {
        defer { keys = [] }
        return keys.reversed().map { .key($0, isPressed: false) }
    }

    /// Releases buttons: what the guest is to be told.
    package mutating func releaseButtons() -> [GuestInput] {
        defer { buttons = [] }
        return buttons.reversed().map { .button($0, isPressed: false) }
    }

    /// Takes fingers away: what the guest is to be told.
    package mutating func releaseTouches() -> [GuestInput] {
        defer { touches = [] }
        return touches.map { .touch(Touch(slot: $0.slot, .cancelled, at: $0.point)) }
    }

    /// Releases everything: what the guest is to be told.
    package mutating func releaseAll() -> [GuestInput] {
        releaseKeys() + releaseButtons() + releaseTouches()
    }

    private static func take<Thing: Equatable>(_ thing: Thing, _ isPressed: Bool, _ held: inout [Thing])
        -> Bool
    {
        let index = held.firstIndex(of: thing)
        if isPressed {
            if index == nil { held.append(thing) }
            return index == nil
        }
        if let index { held.remove(at: index) }
        return index != nil
    }

    private mutating func take(_ touch: Touch) -> Bool {
        let index = touches.firstIndex { $0.slot == touch.slot }
        switch (touch.phase, index) {
        case (.down, nil): touches.append(touch)
        case (.moved, let index?): touches[index] = touch
        case (.up, let index?), (.cancelled, let index?): touches.remove(at: index)
        case (.down, _?), (_, nil): return false
        }
        return true
    }
}
