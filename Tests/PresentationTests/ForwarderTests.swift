import Input
import Planes
import TestCompositor
import Testing

@testable import Presentation

/// Proves what a guest hears of what is done over its window, and that it is never left holding anything.
@Suite struct ForwarderTests {
    let theatre: Theatre
    let sink = RecordingSink()
    let keyboard: KeyboardDevice
    let pointer: PointerDevice

    static let left: UInt32 = 0x110
    static let globals: [String: UInt32] = [
        "wl_seat": 8, "zwp_pointer_constraints_v1": 1, "zwp_relative_pointer_manager_v1": 1,
        "zwp_keyboard_shortcuts_inhibit_manager_v1": 1,
    ]

    init() throws {
        try self.init(Self.globals)
    }

    /// A window of 640×480, or as large as is said, on a guest's picture of 640×480.
    init(
        _ globals: [String: UInt32], _ pointing: Pointing = .absolute, width: Int32 = 640,
        prepare: (inout InputOptions, TestCompositor, RecordingSink) -> Void = { _, _, _ in }
    ) throws {
        let compositor = TestCompositor(globals: TestCompositor.everything.merging(globals) { $1 })
        compositor.seatCapabilities = 7
        compositor.firstConfigure = ConfigureScript(width: width, height: 480)
        let source = ScriptedSource()
        source.show(1)
        var options = Presenter.Options()
        prepare(&options.input, compositor, sink)
        sink.pointing = pointing
        let theatre = try Theatre(compositor, source, options: options, sink: sink)
        try theatre.poll { theatre.layers.count == 2 }
        self.theatre = theatre
        keyboard = try #require(compositor.all(KeyboardDevice.self).last)
        pointer = try #require(compositor.all(PointerDevice.self).last)
    }

    func at(_ x: Int32, _ y: Int32) -> GuestInput {
        .position(ScreenPoint(x: x, y: y, screen: Size(width: 640, height: 480)))
    }

    /// What the guest has heard since the last time.
    func heard() throws -> [GuestInput] {
        try theatre.hear()
        return sink.take()
    }

    var title: String { theatre.toplevel.title ?? "" }

    @Test func keysAreTheGuestsInOrderAndOnce() throws {
        keyboard.enter(theatre.window)
        for key: TestKey in [.leftControl, .leftAlt] { keyboard.press(key) }
        keyboard.hold(KeyboardDevice.control | KeyboardDevice.alt)
        keyboard.press(.a)
        keyboard.press(.a)
        keyboard.release(.a)
        keyboard.release(.leftAlt)
        keyboard.release(.leftControl)
        #expect(
            try heard() == [
                .key(29, isPressed: true), .key(56, isPressed: true), .key(30, isPressed: true),
                .key(30, isPressed: false), .key(56, isPressed: false), .key(29, isPressed: false),
            ])
        #expect(sink.refreshes == 1, "where the keys come, the pointer may be looked at again")
    }

    @Test func theWindowsHotkeysLeaveNothingHalfPressed() throws {
        keyboard.enter(theatre.window)
        keyboard.press(.leftControl)
        keyboard.press(.leftAlt)
        keyboard.hold(KeyboardDevice.control | KeyboardDevice.alt)
        keyboard.press(.f)
        #expect(
            try heard() == [
                .key(29, isPressed: true), .key(56, isPressed: true), .key(56, isPressed: false),
                .key(29, isPressed: false),
            ])
        keyboard.release(.f)
        keyboard.release(.leftAlt)
        keyboard.release(.leftControl)
        #expect(try heard() == [])
        #expect(theatre.toplevel.fullscreenRequests == 1)
    }

    @Test func keysAreReleasedWhenTheyBecomeAnothers() throws {
        keyboard.enter(theatre.window)
        keyboard.press(.leftControl)
        keyboard.press(.a)
        keyboard.leave(theatre.window)
        #expect(try heard().suffix(2) == [.key(30, isPressed: false), .key(29, isPressed: false)])
        keyboard.enter(theatre.window, holding: [.a])
        keyboard.release(.a)
        #expect(try heard() == [], "what was pressed elsewhere is nothing to the guest")
    }

    @Test func everythingIsReleasedAtTheEnd() throws {
        keyboard.enter(theatre.window)
        keyboard.press(.a)
        pointer.enter(theatre.window, x: 5, y: 5)
        pointer.press(Self.left)
        _ = try heard()
        #expect(!sink.held.isEmpty)
        theatre.presenter?.end(.closed)
        #expect(sink.held.isEmpty)
        keyboard.press(.f)
        #expect(try heard() == [.key(30, isPressed: false), .button(.left, isPressed: false)])
        #expect(sink.held.isEmpty, "after the end nothing is pressed")
    }

    @Test func whoDropsThePresenterReleasesToo() throws {
        keyboard.enter(theatre.window)
        keyboard.press(.a)
        _ = try heard()
        try theatre.close()
        #expect(sink.held.isEmpty && sink.onChange == nil)
    }

    @Test func aKeyboardThatIsUnpluggedHoldsNothing() throws {
        keyboard.enter(theatre.window)
        keyboard.press(.a)
        try theatre.hear()
        try #require(theatre.compositor.all(SeatGlobal.self).first).tell(1)
        try theatre.hear()
        #expect(sink.held.isEmpty)
    }

    @Test func theGuestsLocksFollowWhenTheKeysCome() throws {
        keyboard.enter(theatre.window, locked: KeyboardDevice.lock)
        #expect(try heard() == [], "nobody knows the guest's")
        keyboard.leave(theatre.window)
        sink.locks = [.num, .scroll]
        keyboard.enter(theatre.window, locked: KeyboardDevice.lock)
        #expect(
            try heard() == [
                .key(69, isPressed: true), .key(69, isPressed: false), .key(58, isPressed: true),
                .key(58, isPressed: false),
            ])
        keyboard.press(.capsLock)
        keyboard.release(.capsLock)
        keyboard.hold(0)
        #expect(try heard().count == 2, "then both have the same keys")
    }
}
