import Input
import Planes
import TestCompositor
import Testing

@testable import Presentation

/// The pointer and the desktop's shortcuts, as long as the guest has them to itself.
extension ForwarderTests {
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
