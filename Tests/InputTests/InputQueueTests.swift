import Input
import Planes
import Testing

/// Proves that events go to a guest in order and one at a time, and that only motions are merged, among themselves.
@Suite struct InputQueueTests {
    private func point(_ x: Int32) -> ScreenPoint {
        ScreenPoint(x: x, y: 0, screen: Size(width: 640, height: 480))
    }

    /// What a guest gets that answers at once.
    private func drain(_ queue: Box<InputQueue>) -> [GuestInput] {
        var events: [GuestInput] = []
        while let event = queue({ $0.next() }) {
            events.append(event)
            queue { $0.answered() }
        }
        return events
    }

    @Test func oneIsUnderWayAtATime() {
        let queue = Box(InputQueue())
        queue { $0.append(.key(30, isPressed: true)) }
        queue { $0.append(.key(30, isPressed: false)) }
        #expect(queue { $0.next() } == .key(30, isPressed: true))
        #expect(queue { $0.next() } == nil)
        queue { $0.answered() }
        #expect(queue { $0.next() } == .key(30, isPressed: false))
        #expect(queue.isEmpty && !queue.isIdle)
        queue { $0.answered() }
        #expect(queue { $0.next() } == nil && queue.isIdle)
    }

    @Test func theNewestMotionWinsAndNeverPassesAButton() {
        let queue = Box(InputQueue())
        queue { $0.append(.position(point(1))) }
        #expect(queue { $0.next() } == .position(point(1)))
        queue { $0.append(.position(point(2))) }
        queue { $0.append(.position(point(3))) }
        queue { $0.append(.button(.left, isPressed: true)) }
        queue { $0.append(.position(point(4))) }
        queue { $0.append(.position(point(5))) }
        queue { $0.append(.button(.left, isPressed: false)) }
        queue { $0.append(.key(30, isPressed: true)) }
        queue { $0.append(.position(point(6))) }
        queue { $0.answered() }
        #expect(
            drain(queue) == [
                .position(point(3)), .button(.left, isPressed: true), .position(point(5)),
                .button(.left, isPressed: false), .key(30, isPressed: true), .position(point(6)),
            ])
    }

    @Test func countsOfAMouseAreAdded() {
        let queue = Box(InputQueue())
        queue { $0.append(.key(30, isPressed: true)) }
        _ = queue { $0.next() }
        for _ in 0..<10 { queue { $0.append(.motion(x: 3, y: -1)) } }
        queue { $0.append(.motion(x: .max, y: .min)) }
        queue { $0.answered() }
        #expect(drain(queue) == [.motion(x: .max, y: .min)])
    }

    @Test func fingersAreMergedEachForItself() {
        func moved(_ slot: Int, _ x: Int32) -> GuestInput { .touch(Touch(slot: slot, .moved, at: point(x))) }
        func at(_ slot: Int, _ phase: Touch.Phase) -> GuestInput {
            .touch(Touch(slot: slot, phase, at: point(0)))
        }
        let queue = Box(InputQueue())
        for event in [
            at(0, .down), at(1, .down), moved(0, 1), moved(1, 2), moved(0, 3), moved(1, 4), at(0, .up),
            moved(1, 5),
        ] {
            queue { $0.append(event) }
        }
        #expect(
            drain(queue) == [
                at(0, .down), at(1, .down), moved(0, 3), moved(1, 4), at(0, .up), moved(1, 5),
            ])
    }

    @Test func aWheelComesAsItsSteps() {
        let queue = Box(InputQueue())
        queue { $0.append(.wheel(x: 0, y: 100)) }
        #expect(queue.isIdle, "no step yet")
        queue { $0.append(.wheel(x: 0, y: 150)) }
        #expect(
            drain(queue) == [
                .button(.wheelDown, isPressed: true), .button(.wheelDown, isPressed: false),
                .button(.wheelDown, isPressed: true), .button(.wheelDown, isPressed: false),
            ])
        queue { $0.append(.wheel(x: -120, y: -120)) }
        #expect(
            drain(queue) == [
                .button(.wheelUp, isPressed: true), .button(.wheelUp, isPressed: false),
                .button(.wheelLeft, isPressed: true), .button(.wheelLeft, isPressed: false),
            ])
        queue { $0.append(.wheel(x: .max, y: 0)) }
        #expect(drain(queue).count == 32, "no event is worth more than 16 steps")
    }

    @Test func aGuestThatTakesNothingLosesPressesAndNoRelease() {
        let queue = Box(InputQueue())
        queue { $0.append(.key(1, isPressed: true)) }
        #expect(queue { $0.next() } != nil)
        queue { $0.append(.button(.left, isPressed: true)) }
        for number in 0..<100_000 as Range<UInt32> {
            queue { $0.append(.key(2 + number % 100, isPressed: true)) }
            queue { $0.append(.wheel(x: 0, y: 120)) }
            queue { $0.append(.position(point(Int32(number % 640)))) }
            queue { $0.append(.key(2 + number % 100, isPressed: false)) }
        }
        queue { $0.append(.key(1, isPressed: false)) }
        queue { $0.append(.button(.left, isPressed: false)) }
        queue { $0.answered() }
        let events = drain(queue)
        #expect(events.count <= 2 * InputQueue.capacity)
        #expect(events.suffix(2) == [.key(1, isPressed: false), .button(.left, isPressed: false)])
        var held = HeldInputs()
        _ = held.take(.key(1, isPressed: true))
        for event in events { _ = held.take(event) }
        #expect(held.isEmpty, "nothing stays pressed")
    }

    @Test func whoComesBackIsToldToReleaseWhatHeMayHold() {
        let queue = Box(InputQueue())
        queue { $0.append(.key(29, isPressed: true)) }
        queue { $0.append(.key(46, isPressed: true)) }
        #expect(queue { $0.next() } != nil)
        queue { $0.lost() }
        #expect(queue.isIdle && queue { $0.next() } == nil)
        queue { $0.found() }
        #expect(drain(queue) == [.key(46, isPressed: false), .key(29, isPressed: false)])
        queue { $0.append(.key(29, isPressed: false)) }
        #expect(queue.isIdle)
    }
}
