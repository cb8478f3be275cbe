internal import Planes

/// Events on their way to a guest: in order, one at a time.
///
/// One that is on its way is answered before the next goes: else a press may race its own release, and the guest is left
/// holding a button. Motions that wait are merged among themselves, so that the newest wins and none is late; they are never
/// moved across a key or a button. A guest that takes nothing for long loses what was pressed meanwhile, and never a
/// release.
package struct InputQueue: Sendable {
    /// What waits; only what a transport can send in one call: no wheels, but their steps.
    private var waiting: [GuestInput] = []
    private var isUnderWay = false
    private var held = HeldInputs()
    private var wheel = WheelSteps()

    /// How many events may wait before presses are dropped. Some seconds of typing.
    package static let capacity = 256
    /// Steps of a wheel that are made of one event at most.
    private static let mostSteps: Int32 = 16

    package init() {}

    /// Whether all was sent and answered.
    package var isIdle: Bool { waiting.isEmpty && !isUnderWay }

    /// Whether nothing waits.
    package var isEmpty: Bool { waiting.isEmpty }

    /// Takes an event.
    package mutating func append(_ event: GuestInput) {
        if case .wheel(let x, let y) = event {
            let steps = wheel.turn(x: x, y: y)
            step(steps.y, .wheelUp, .wheelDown)
            return step(steps.x, .wheelLeft, .wheelRight)
        }
        if merge(event) { return }
        guard waiting.count < Self.capacity || held.isEnd(event), held.take(event) else { return }
        waiting.append(event)
    }

    /// The next event to be sent; nil while one is on its way, and where there is none.
    package mutating func next() -> GuestInput? {
        guard !isUnderWay, !waiting.isEmpty else { return nil }
        isUnderWay = true
        return waiting.removeFirst()
    }

    /// The event that was on its way has arrived, or was refused.
    package mutating func answered() { isUnderWay = false }

    /// Nobody takes anything any more: what waits is dropped.
    package mutating func lost() {
        waiting.removeAll(keepingCapacity: true)
        isUnderWay = false
        wheel = WheelSteps()
    }

    /// Somebody takes events again: what the guest may still believe to be held is released.
    package mutating func found() {
        lost()
        waiting = held.releaseAll()
    }

    private mutating func step(_ count: Int32, _ back: PointerButton, _ forth: PointerButton) {
        let button = count < 0 ? back : forth
        for _ in 0..<min(abs(count), Self.mostSteps) where waiting.count < Self.capacity {
            waiting.append(.button(button, isPressed: true))
            waiting.append(.button(button, isPressed: false))
        }
    }

    /// Lets a motion take the place of one that waits, if no key or button came since.
    private mutating func merge(_ event: GuestInput) -> Bool {
        for index in waiting.indices.reversed() {
            switch (waiting[index], event) {
            case (.position, .position):
                waiting[index] = event
                return true
            case (.motion(let x, let y), .motion(let dx, let dy)):
                waiting[index] = .motion(x: Self.sum(x, dx), y: Self.sum(y, dy))
                return true
            case (.touch(let old), .touch(let new))
            where old.phase == .moved && new.phase == .moved && old.slot == new.slot:
                waiting[index] = event
                _ = held.take(event)
                return true
            default:
                guard waiting[index].isMotion && event.isMotion else { return false }
            }
        }
        return false
    }

    private static func sum(_ a: Int32, _ b: Int32) -> Int32 { Int32(clamping: Int64(a) + Int64(b)) }
}

extension GuestInput {
    /// Whether only the newest of its kind matters, or their sum.
    fileprivate var isMotion: Bool {
        switch self {
        case .position, .motion: true
        case .touch(let touch): touch.phase == .moved
        case .key, .button, .wheel: false
        }
    }
}
