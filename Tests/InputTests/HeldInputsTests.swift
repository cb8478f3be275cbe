import Input
import Planes
import Testing

/// Proves that a guest is told of each press and release once, and of the releases in the end.
@Suite struct HeldInputsTests {
    private let point = ScreenPoint(x: 3, y: 4, screen: Size(width: 640, height: 480))

    @Test func whatIsHeldIsNotPressedAgainAndWhatIsNotHeldIsNotReleased() {
        let held = Box(HeldInputs())
        #expect(!held { $0.take(.key(30, isPressed: false)) })
        #expect(held { $0.take(.key(30, isPressed: true)) })
        #expect(!held { $0.take(.key(30, isPressed: true)) }, "it repeats")
        #expect(held { $0.take(.key(30, isPressed: false)) })
        #expect(!held { $0.take(.key(30, isPressed: false)) })
        #expect(!held { $0.take(.button(.left, isPressed: false)) })
        #expect(held { $0.take(.button(.left, isPressed: true)) })
        #expect(!held { $0.take(.button(.left, isPressed: true)) })
        #expect(held.hasButtons)
        #expect(held { $0.take(.button(.left, isPressed: false)) })
        #expect(held.isEmpty)
    }

    @Test func motionsPass() {
        let held = Box(HeldInputs())
        #expect(held { $0.take(.position(point)) } && held { $0.take(.position(point)) })
        #expect(held { $0.take(.motion(x: 1, y: 0)) } && held { $0.take(.wheel(x: 0, y: 120)) })
        #expect(held.isEmpty)
    }

    @Test func everythingIsReleasedTheLastKeyFirst() {
        let held = Box(HeldInputs())
        for key: UInt32 in [29, 56, 111] { _ = held { $0.take(.key(key, isPressed: true)) } }
        _ = held { $0.take(.button(.right, isPressed: true)) }
        _ = held { $0.take(.touch(Touch(slot: 1, .down, at: point))) }
        #expect(
            held { $0.releaseAll() } == [
                .key(111, isPressed: false), .key(56, isPressed: false), .key(29, isPressed: false),
                .button(.right, isPressed: false), .touch(Touch(slot: 1, .cancelled, at: point)),
            ])
        #expect(held.isEmpty && held { $0.releaseAll() } == [])
    }

    @Test func aFingerIsWhereItWasLast() {
        let held = Box(HeldInputs())
        var moved = point
        moved.x = 99
        #expect(!held { $0.take(.touch(Touch(slot: 0, .moved, at: point))) })
        #expect(held { $0.take(.touch(Touch(slot: 0, .down, at: point))) })
        #expect(!held { $0.take(.touch(Touch(slot: 0, .down, at: point))) })
        #expect(held { $0.take(.touch(Touch(slot: 0, .moved, at: moved))) })
        #expect(held { $0.touch(in: 0) }?.point == moved)
        #expect(held { $0.releaseTouches() } == [.touch(Touch(slot: 0, .cancelled, at: moved))])
        #expect(!held { $0.take(.touch(Touch(slot: 0, .up, at: moved))) })
    }
}
