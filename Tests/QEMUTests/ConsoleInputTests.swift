import Descriptors
import Input
import Planes
import Testing

@testable import QEMU

/// Proves that what a user does reaches the guest by its console, in order, one call at a time, as the guest's pointer has it.
@Suite struct ConsoleInputTests {
    private let meeting: Meeting
    private let qemu: FakeQEMU
    private let source: QEMUSource
    private let input: ConsoleInput

    init() throws {
        let encounter = try Encounter()
        (meeting, qemu) = (encounter.meeting, encounter.qemu)
        source = try encounter.open()
        input = ConsoleInput(source.console)
    }

    private func run(until isDone: () -> Bool) throws {
        let deadline = Instant.now + .seconds(20)
        while !isDone() {
            try #require(.now < deadline, "it does not come to pass")
            try meeting.loop.turn(timeout: 50)
        }
    }

    private func point(_ x: Int32, _ y: Int32) -> GuestInput {
        .position(ScreenPoint(x: x, y: y, screen: Size(width: 800, height: 600)))
    }

    @Test func whatTheGuestHasIsAsked() throws {
        #expect(input.pointing == .none)
        try run { input.pointing == .absolute && input.locks == .num }
        #expect(input.touchSlots == 0, "a finger is the tablet's pointer")
        var changes = 0
        input.onChange = { changes += 1 }
        try qemu.setAbsolute(false)
        try run { input.pointing == .relative }
        try run { input.touchSlots == 10 }
        #expect(changes > 0)
    }

    @Test func eventsComeInOrder() throws {
        try run { input.pointing == .absolute }
        for event in [
            point(10, 20), .key(30, isPressed: true), .button(.left, isPressed: true),
            .button(.left, isPressed: false),
            .key(97, isPressed: true), .key(30, isPressed: false), .wheel(x: 0, y: 120),
            .key(97, isPressed: false),
        ] as [GuestInput] {
            input.send(event)
        }
        let expected = [
            "Mouse.SetAbsPosition 10 20", "Keyboard.Press 30", "Mouse.Press 0", "Mouse.Release 0",
            "Keyboard.Press 157", "Keyboard.Release 30", "Mouse.Press 4", "Mouse.Release 4",
            "Keyboard.Release 157",
        ]
        try run { qemu.taken.count == expected.count }
        #expect(qemu.taken == expected)
    }

    @Test func aSlowGuestGetsTheNewestPlaceAndOneCallAtATime() throws {
        try run { input.pointing == .absolute }
        qemu.isSlow = true
        for x in 0..<100 { input.send(point(Int32(x), 0)) }
        try run { !qemu.held.isEmpty }
        for _ in 0..<5 { try meeting.loop.turn(timeout: 1) }
        #expect(qemu.taken == ["Mouse.SetAbsPosition 0 0"])
        qemu.answerHeld()
        try run { qemu.taken.count == 2 }
        #expect(qemu.taken[1] == "Mouse.SetAbsPosition 99 0")
    }

    @Test func whatQEMUHasNoNumberForIsLeftOut() throws {
        try run { input.pointing == .absolute }
        for event in [
            .key(600, isPressed: true), .button(.wheelLeft, isPressed: true),
            .button(.wheelLeft, isPressed: false),
            .key(600, isPressed: false), .key(1, isPressed: true), .key(1, isPressed: false),
        ] as [GuestInput] {
            input.send(event)
        }
        try run { qemu.taken.count == 2 }
        #expect(qemu.taken == ["Keyboard.Press 1", "Keyboard.Release 1"])
    }

    @Test func aPlaceThatIsRefusedHasThePointerLookedAtAgain() throws {
        try run { input.pointing == .absolute }
        qemu.inputs["Mouse"] = ["IsAbsolute": .flag(false)]
        input.send(point(1, 1))
        try run { input.pointing == .relative }
        input.send(.motion(x: -3, y: 4))
        try run { qemu.taken.count == 2 }
        #expect(qemu.taken[1] == "Mouse.RelMotion -3 4")
    }

    @Test func fingersAreFingersWhereThereIsNoTablet() throws {
        qemu.inputs["Mouse"] = ["IsAbsolute": .flag(false)]
        try run { input.touchSlots == 10 }
        let place = ScreenPoint(x: 7, y: 8, screen: Size(width: 800, height: 600))
        input.send(.touch(Touch(slot: 1, .down, at: place)))
        input.send(.touch(Touch(slot: 1, .up, at: place)))
        try run { qemu.taken.count == 2 }
        #expect(qemu.taken == ["MultiTouch.SendEvent 0 1 7.0 8.0", "MultiTouch.SendEvent 2 1 7.0 8.0"])
    }

    @Test func nonsenseInTheAnswersIsNoHarm() throws {
        qemu.inputs = [
            "Mouse": ["IsAbsolute": .string("yes")], "Keyboard": ["Modifiers": .number(.max)],
            "MultiTouch": ["MaxSlots": .signed(.min)],
        ]
        try run { input.locks == [.scroll, .num, .caps] }
        #expect(input.pointing == .none && input.touchSlots == 0)
    }

    @Test func theEndWaitsForWhatIsReleasedAndNotForLong() throws {
        try run { input.pointing == .absolute }
        input.send(.key(30, isPressed: true))
        input.send(.key(30, isPressed: false))
        input.finish()
        #expect(qemu.taken.last == "Keyboard.Release 30")
        qemu.die()
        input.send(.key(30, isPressed: true))
        input.finish()
    }
}
