import AllocationCounter
import Input
import Planes
import TestCompositor
import Testing

@testable import Presentation

/// The pointer and its wheels.
extension ForwarderTests {
    @Test func thePointerIsWhereItIsInTheGuest() throws {
        pointer.enter(theatre.window, x: 10.5, y: 20)
        pointer.move(x: 639.9, y: 479.9)
        pointer.press(Self.left)
        pointer.release(Self.left)
        #expect(
            try heard() == [
                at(10, 20), at(639, 479), .button(.left, isPressed: true), .button(.left, isPressed: false),
            ])
    }

    @Test func besideThePictureNothingIsTheGuestsButWhatEnds() throws {
        let test = try ForwarderTests(Self.globals, width: 840)
        try test.besideThePicture()
    }

    private func besideThePicture() throws {
        pointer.enter(theatre.window, x: 50, y: 20)
        pointer.press(Self.left)
        pointer.release(Self.left)
        pointer.turn(steps: 1)
        #expect(try heard() == [])
        pointer.move(x: 100, y: 20)
        pointer.move(x: 60, y: 21)
        pointer.move(x: 50, y: 22)
        #expect(try heard() == [at(0, 20), at(0, 21)], "to the edge, and no further")
        pointer.move(x: 110, y: 20)
        pointer.press(Self.left)
        pointer.move(x: 90, y: 300)
        pointer.move(x: 20, y: 310)
        pointer.release(Self.left)
        pointer.move(x: 20, y: 320)
        #expect(
            try heard() == [
                at(10, 20), .button(.left, isPressed: true), at(0, 300), at(0, 310),
                .button(.left, isPressed: false),
            ], "who drags, drags along the edge")
    }

    @Test func aPointerThatLeavesHoldsNoButton() throws {
        pointer.enter(theatre.window, x: 1, y: 1)
        pointer.press(Self.left)
        pointer.leave(theatre.window)
        #expect(try heard().last == .button(.left, isPressed: false))
    }

    @Test(arguments: [7, 8] as [UInt32]) func wheelsAndFingersScroll(version: UInt32) throws {
        var globals = Self.globals
        globals["wl_seat"] = version
        let test = try ForwarderTests(globals)
        try test.scrolls(inParts: version >= 8)
    }

    private func scrolls(inParts: Bool) throws {
        pointer.enter(theatre.window, x: 1, y: 1)
        _ = try heard()
        pointer.turn(steps: -1)
        #expect(try heard() == [.wheel(x: 0, y: -120)])
        if inParts {
            pointer.turn(parts: 30)
            #expect(try heard() == [.wheel(x: 0, y: 30)])
        }
        pointer.draw(15)
        pointer.draw(0.1)
        #expect(try heard() == [.wheel(x: 0, y: 120)])
        pointer.draw(0.1)
        #expect(try heard() == [.wheel(x: 0, y: 1)], "parts of parts add up")
    }

    @Test func withoutAPictureOrAPointerNothingIsSent() throws {
        sink.pointing = .none
        pointer.enter(theatre.window, x: 1, y: 1)
        pointer.press(Self.left)
        pointer.turn(steps: 1)
        #expect(try heard() == [])
        pointer.release(Self.left)
        sink.pointing = .absolute
        theatre.source.now.primary = .off
        try theatre.poll { theatre.path == nil }
        pointer.move(x: 4, y: 4)
        #expect(try heard() == [])
    }

    @Test func aMotionAllocatesNothing() throws {
        pointer.enter(theatre.window, x: 1, y: 1)
        try theatre.hear()
        let input = try #require(theatre.presenter?.input)
        let sink = CountingSink()
        let forwarder = InputForwarder(sink, input, InputOptions()) {
            Letterbox(picture: Size(width: 640, height: 480), window: Size(width: 640, height: 480))
        }
        input.receive(.pointerMoved(x: 1, y: 0))
        let before = planeview_allocation_count()
        for number in 0..<1000 { input.receive(.pointerMoved(x: Double(number % 640), y: 0)) }
        #expect(planeview_allocation_count() == before)
        #expect(sink.count == 1001)
        withExtendedLifetime(forwarder) {}
    }
}

/// A guest that counts what it is told.
private final class CountingSink: InputSink {
    let pointing = Pointing.absolute
    let touchSlots = 0
    let locks: LockKeys? = nil
    var onChange: (() -> Void)?
    private(set) var count = 0

    func send(_ event: GuestInput) { count += 1 }
    func refresh() {}
    func finish() {}
}
