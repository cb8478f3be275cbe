import AllocationCounter
import Input
import Planes
import TestCompositor
import Testing

@testable import Presentation

/// Proves what a guest hears of what is done over its window, and that it is never left holding anything.
@Suite struct ForwarderTests {
    private let theatre: Theatre
    private let sink = RecordingSink()
    private let keyboard: KeyboardDevice
    private let pointer: PointerDevice

    private static let left: UInt32 = 0x110
    private static let globals: [String: UInt32] = [
        "wl_seat": 8, "zwp_pointer_constraints_v1": 1, "zwp_relative_pointer_manager_v1": 1,
        "zwp_keyboard_shortcuts_inhibit_manager_v1": 1,
    ]

    init() throws {
        try self.init(Self.globals)
    }

    /// A window of 640×480, or as large as is said, on a guest's picture of 640×480.
    private init(
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

    private func at(_ x: Int32, _ y: Int32) -> GuestInput {
        .position(ScreenPoint(x: x, y: y, screen: Size(width: 640, height: 480)))
    }

    /// What the guest has heard since the last time.
    private func heard() throws -> [GuestInput] {
        try theatre.hear()
        return sink.take()
    }

    private var title: String { theatre.toplevel.title ?? "" }

    // MARK: Keys

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

    // MARK: The pointer

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

    // MARK: Capture

    private static func relative(
        _ globals: [String: UInt32] = globals,
        prepare: (inout InputOptions, TestCompositor, RecordingSink) -> Void = { _, _, _ in }
    ) throws -> ForwarderTests {
        try ForwarderTests(globals, .relative, prepare: prepare)
    }

    private var lock: PointerLock? { theatre.compositor.all(PointerLock.self).last }

    private func mouse() throws -> RelativePointer {
        try #require(theatre.compositor.all(RelativePointer.self).last)
    }

    /// Clicks into the picture.
    private func click() throws {
        keyboard.enter(theatre.window)
        pointer.enter(theatre.window, x: 100, y: 100)
        pointer.move(x: 101, y: 100)
        pointer.press(Self.left)
        pointer.release(Self.left)
        try theatre.hear()
    }

    private func pressChord() {
        keyboard.press(.leftControl)
        keyboard.press(.leftAlt)
        keyboard.hold(KeyboardDevice.control | KeyboardDevice.alt)
        keyboard.release(.leftAlt)
        keyboard.release(.leftControl)
        keyboard.hold(0)
    }

    @Test func aClickLocksThePointerOfAGuestWithAMouse() throws {
        let test = try Self.relative()
        try test.clickAndRelease()
    }

    private func clickAndRelease() throws {
        try click()
        #expect(try heard() == [], "the click is the window's")
        #expect(lock?.isInForce == true && lock?.isForOnce == true && lock?.surface === theatre.window)
        #expect(title.hasSuffix("640×480 – Ctrl+Alt releases the pointer"))
        let mouse = try mouse()
        mouse.move(x: 0.5, y: -3)
        mouse.move(x: 0.5, y: 0)
        pointer.press(Self.left)
        pointer.release(Self.left)
        pointer.turn(steps: 1)
        #expect(
            try heard() == [
                .motion(x: 0, y: -3), .motion(x: 1, y: 0), .button(.left, isPressed: true),
                .button(.left, isPressed: false), .wheel(x: 0, y: 120),
            ])
        pressChord()
        let keys = try heard()
        #expect(keys.count == 4 && sink.held.isEmpty)
        #expect(lock == nil && theatre.compositor.all(RelativePointer.self).isEmpty)
        #expect(title.hasSuffix("– 640×480"))
        pointer.move(x: 102, y: 100)
        pointer.turn(steps: 1)
        #expect(try heard() == [])
        pointer.press(Self.left)
        try theatre.hear()
        #expect(lock?.isInForce == true, "and again")
    }

    @Test func aChordWithSomethingBetweenReleasesNothing() throws {
        let test = try Self.relative()
        try test.click()
        test.keyboard.press(.leftControl)
        test.keyboard.press(.leftAlt)
        test.pointer.press(Self.left)
        test.pointer.release(Self.left)
        test.keyboard.release(.leftAlt)
        test.keyboard.release(.leftControl)
        _ = try test.heard()
        #expect(test.lock?.isInForce == true && test.sink.held.isEmpty)
    }

    @Test func whatIsHeldWhenACaptureEndsIsReleased() throws {
        let test = try Self.relative()
        try test.click()
        test.pointer.press(Self.left)
        test.keyboard.press(.a)
        test.keyboard.leave(test.theatre.window)
        try test.theatre.hear()
        #expect(test.sink.held.isEmpty && test.lock == nil)
        test.keyboard.enter(test.theatre.window)
        try test.theatre.hear()
        #expect(test.lock == nil, "it does not come back by itself")
    }

    @Test func aLockThatTheCompositorEndsIsOver() throws {
        let test = try Self.relative()
        try test.click()
        test.pointer.press(Self.left)
        try #require(test.lock).end()
        try test.theatre.hear()
        #expect(test.lock == nil && test.sink.held.isEmpty && test.title.hasSuffix("– 640×480"))
        #expect(test.theatre.ends == [])
    }

    @Test func aLockThatIsNotGrantedIsNoHindrance() throws {
        let test = try Self.relative { _, compositor, _ in compositor.grantsLocks = false }
        try test.click()
        try test.mouse().move(x: 3, y: 0)
        test.pointer.move(x: 103, y: 100)
        #expect(try test.heard() == [.motion(x: 3, y: 0)], "once")
        test.pointer.leave(test.theatre.window)
        try test.theatre.hear()
        #expect(test.lock == nil && test.title.hasSuffix("– 640×480"))
    }

    @Test func withoutTheProtocolsMotionsAreAsFarAsThePointerGoes() throws {
        let test = try Self.relative(["wl_seat": 8, "zwp_pointer_constraints_v1": 1])
        try test.click()
        #expect(test.lock == nil, "a pointer that is locked would say nothing")
        test.pointer.move(x: 104, y: 98)
        #expect(try test.heard() == [.motion(x: 3, y: -2)])
    }

    @Test func aGuestThatTakesUpATabletGivesThePointerBack() throws {
        let test = try Self.relative()
        try test.click()
        test.sink.pointing = .absolute
        try test.theatre.hear()
        #expect(test.lock == nil && test.title.hasSuffix("– 640×480"))
        test.pointer.move(x: 7, y: 8)
        #expect(try test.heard() == [test.at(7, 8)])
    }

    @Test func aGuestThatIsGoneGivesThePointerBackAndHoldsNothing() throws {
        let test = try Self.relative { options, _, _ in options.inhibitsShortcuts = true }
        try test.click()
        test.keyboard.press(.a)
        try test.theatre.hear()
        test.sink.pointing = .none
        try test.theatre.hear()
        #expect(test.lock == nil && test.theatre.compositor.all(ShortcutsInhibitor.self).isEmpty)
        #expect(test.sink.held.isEmpty)
    }

    @Test func anotherChordMayBeChosenAndOneKeyIsNeverTheGuests() throws {
        let test = try Self.relative { options, _, _ in
            options.release = ReleaseChord("scroll_lock") ?? .usual
        }
        try test.click()
        #expect(test.title.hasSuffix("Scroll Lock releases the pointer"))
        test.pressChord()
        #expect(try test.heard().count == 4 && test.lock?.isInForce == true)
        test.keyboard.press(.scrollLock)
        test.keyboard.release(.scrollLock)
        #expect(try test.heard() == [] && test.lock == nil)
    }

    @Test(arguments: [Pointing.absolute, .relative])
    func shortcutsAreTheGuestsFromAClickToTheChord(pointing: Pointing) throws {
        let test = try ForwarderTests(Self.globals, pointing) { options, _, _ in
            options.inhibitsShortcuts = true
        }
        func inhibitors() -> [ShortcutsInhibitor] { test.theatre.compositor.all(ShortcutsInhibitor.self) }
        #expect(inhibitors().isEmpty)
        try test.click()
        #expect(inhibitors().map { $0.surface === test.theatre.window } == [true])
        let what = pointing == .absolute ? "keyboard" : "pointer"
        #expect(test.title.hasSuffix("Ctrl+Alt releases the \(what)"))
        #expect((test.lock != nil) == (pointing == .relative))
        test.pointer.press(Self.left)
        try test.theatre.hear()
        #expect(inhibitors().count == 1)
        test.pressChord()
        try test.theatre.hear()
        #expect(inhibitors().isEmpty && test.lock == nil)
    }

    @Test func withoutTheOptionShortcutsStayTheCompositors() throws {
        try click()
        #expect(theatre.compositor.all(ShortcutsInhibitor.self).isEmpty && title.hasSuffix("– 640×480"))
    }

    @Test func theHostsPointerIsHiddenWhileItIsLocked() throws {
        let test = try Self.relative()
        _ = test.theatre.compositor.takeLog()
        try test.click()
        let looks = test.theatre.compositor.takeLog().filter { $0.contains(".set_cursor(") }
        #expect(looks.last?.contains("nil") == true, "\(looks)")
    }

    // MARK: Touch

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

    @Test func nothingOfItIsAFaultToTheCompositor() throws {
        let test = try Self.relative { options, _, _ in options.inhibitsShortcuts = true }
        for _ in 0..<5 {
            try test.click()
            test.pointer.leave(test.theatre.window)
            test.keyboard.leave(test.theatre.window)
            try test.theatre.hear()
            try test.click()
            test.pressChord()
            try test.theatre.hear()
        }
        try test.click()
        test.pointer.press(Self.left)
        test.theatre.compositor.removeGlobal("wl_seat")
        try test.theatre.hear()
        #expect(test.sink.held.isEmpty && test.theatre.ends == [])
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
