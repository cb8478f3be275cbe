import Input
import Planes
import TestCompositor
import Testing

@testable import Presentation

/// Fingers.
extension ForwarderTests {
    private func touch() throws -> TouchDevice {
        try #require(theatre.compositor.all(TouchDevice.self).last)
    }

    @Test func fingersAreTheGuestsWhereItKnowsThem() throws {
        sink.touchSlots = 2
        let touch = try touch()
        touch.down(theatre.window, 7, x: 10, y: 20)
        touch.down(theatre.window, 3, x: 30, y: 40)
        touch.down(theatre.window, 4, x: 50, y: 60)
        touch.move(7, x: 900, y: 20)
        touch.move(4, x: 1, y: 1)
        touch.up(7)
        touch.cancel()
        func event(_ slot: Int, _ phase: Touch.Phase, _ x: Int32, _ y: Int32) -> GuestInput {
            .touch(
                Touch(
                    slot: slot, phase, at: ScreenPoint(x: x, y: y, screen: Size(width: 640, height: 480))))
        }
        #expect(
            try heard() == [
                event(0, .down, 10, 20), event(1, .down, 30, 40), event(0, .moved, 639, 20),
                event(0, .up, 639, 20), event(1, .cancelled, 30, 40),
            ])
    }

    @Test func aFingerIsThePointerWhereTheGuestKnowsNone() throws {
        let touch = try touch()
        touch.down(theatre.window, 7, x: 10, y: 20)
        touch.down(theatre.window, 8, x: 60, y: 20)
        touch.move(8, x: 61, y: 20)
        touch.move(7, x: 11, y: 20)
        touch.up(8)
        touch.up(7)
        #expect(
            try heard() == [
                at(10, 20), .button(.left, isPressed: true), at(11, 20), .button(.left, isPressed: false),
            ])
        touch.down(theatre.window, 1, x: 10, y: 20)
        touch.cancel()
        #expect(try heard().last == .button(.left, isPressed: false))
        touch.up(1)
        #expect(try heard() == [])
    }

    @Test func aTouchScreenThatIsUnpluggedHoldsNothing() throws {
        sink.touchSlots = 1
        try touch().down(theatre.window, 7, x: 10, y: 20)
        try theatre.hear()
        try #require(theatre.compositor.all(SeatGlobal.self).first).tell(3)
        try theatre.hear()
        #expect(sink.held.isEmpty && theatre.compositor.all(TouchDevice.self).isEmpty)
    }
}
