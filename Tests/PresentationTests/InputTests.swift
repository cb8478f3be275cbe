import AllocationCounter
import Descriptors
import Glibc
import Planes
import TestCompositor
import Testing

@testable import Presentation

/// Proves that what users' hands do reaches the window, and that its hotkeys are its own.
@Suite struct InputTests {
    private static let chord = KeyboardDevice.control | KeyboardDevice.alt

    /// What a theatre's window hears that is not its own.
    private final class Ear {
        var events: [InputEvent] = []
    }

    private func theatre(
        _ layouts: String? = "us", _ options: WindowOptions = WindowOptions(),
        library: String = KeymapCompiler.library
    ) throws -> (Theatre, Ear) {
        let compositor = TestCompositor(globals: TestCompositor.everything.merging(["wl_seat": 7]) { $1 })
        compositor.keymap = try layouts.map(RealKeymap.text)
        let source = ScriptedSource()
        source.show(1)
        var shown = Presenter.Options()
        shown.window = options
        let theatre = try Theatre(compositor, source, options: shown, keymapLibrary: library)
        try theatre.poll { theatre.layers.count == 2 }
        let ear = Ear()
        theatre.presenter?.input.onInput = { event in
            // What is nobody's input is of no interest here.
            switch event {
            case .locksKnown, .hotkey: break
            default: ear.events.append(event)
            }
        }
        return (theatre, ear)
    }

    private func keyboard(_ theatre: Theatre) throws -> KeyboardDevice {
        try #require(theatre.compositor.all(KeyboardDevice.self).last)
    }

    private func pointer(_ theatre: Theatre) throws -> PointerDevice {
        try #require(theatre.compositor.all(PointerDevice.self).last)
    }

    private func press(_ key: TestKey, holding modifiers: UInt32, _ theatre: Theatre) throws {
        let keyboard = try keyboard(theatre)
        keyboard.hold(modifiers)
        keyboard.press(key)
        keyboard.release(key)
        keyboard.hold(0)
        try theatre.hear()
    }

    @Test func keysAndButtonsAndWheelsAreHeardInOrder() throws {
        let (theatre, ear) = try theatre()
        let (keyboard, pointer) = (try keyboard(theatre), try pointer(theatre))
        keyboard.enter(theatre.window)
        keyboard.press(.a)
        pointer.enter(theatre.window, x: 10.5, y: 20)
        pointer.press(0x110)
        pointer.move(x: 11, y: 21.25)
        pointer.release(0x110)
        pointer.turn(steps: 2)
        keyboard.release(.a)
        pointer.leave(theatre.window)
        keyboard.leave(theatre.window)
        try theatre.hear()
        var scroll = Scroll()
        scroll.vertical = Scroll.Way(distance: 30, steps: 240)
        #expect(
            ear.events == [
                .keyboardEntered, .key(30, isPressed: true), .pointerEntered(x: 10.5, y: 20),
                .button(0x110, isPressed: true), .pointerMoved(x: 11, y: 21.25),
                .button(0x110, isPressed: false), .scrolled(scroll), .key(30, isPressed: false),
                .pointerLeft, .keyboardLeft,
            ])
    }

    @Test(arguments: ["us", "de", "us,ru", "ru"])
    func hotkeysDoWhatTheySay(layouts: String) throws {
        let (theatre, ear) = try theatre(layouts)
        var screenshots = 0
        theatre.presenter?.onScreenshot = { screenshots += 1 }
        let keyboard = try keyboard(theatre)
        keyboard.enter(theatre.window)
        try press(.f11, holding: 0, theatre)
        #expect(theatre.toplevel.fullscreenRequests == 1)
        try press(.f, holding: Self.chord, theatre)
        #expect(theatre.toplevel.fullscreenRequests == 2, "the compositor has not said that it is")
        try press(.i, holding: Self.chord, theatre)
        #expect(theatre.layers.count == 3, "the overlay")
        try press(.i, holding: Self.chord, theatre)
        #expect(theatre.layers.count == 2)
        try press(.s, holding: Self.chord, theatre)
        #expect(screenshots == 1)
        #expect(ear.events == [.keyboardEntered], "none of it is the guest's")
        try press(.q, holding: Self.chord, theatre)
        #expect(theatre.ends == ["closed"])
    }

    @Test func aHotkeyIsWhereTheLayoutHasItsLetter() throws {
        let (theatre, ear) = try theatre("fr,ru")
        let keyboard = try keyboard(theatre)
        keyboard.enter(theatre.window)
        // Where a US keyboard has Q, a French one has A.
        try press(.q, holding: Self.chord, theatre)
        #expect(ear.events.suffix(2) == [.key(16, isPressed: true), .key(16, isPressed: false)])
        keyboard.hold(Self.chord, layout: 1)
        keyboard.press(.a)
        try theatre.hear()
        #expect(theatre.ends == ["closed"])
    }

    @Test(arguments: [nil, "us"], [KeymapCompiler.library, "libplaneview-absent.so.7"])
    func hotkeysNeedNeitherKeymapNorLibrary(layouts: String?, library: String) throws {
        let (theatre, _) = try theatre(layouts, library: library)
        try keyboard(theatre).enter(theatre.window)
        try press(.f11, holding: 0, theatre)
        try press(.f, holding: Self.chord, theatre)
        #expect(theatre.toplevel.fullscreenRequests == 2)
        let told = theatre.reports.count { $0.contains("libplaneview-absent") }
        #expect(told == (layouts != nil && library != KeymapCompiler.library ? 1 : 0))
    }

    @Test func locksChangeNothingAndMoreModifiersMakeAnotherKey() throws {
        let (theatre, ear) = try theatre()
        let keyboard = try keyboard(theatre)
        keyboard.enter(theatre.window)
        keyboard.hold(Self.chord | KeyboardDevice.numLock, locked: KeyboardDevice.lock)
        keyboard.press(.f)
        keyboard.release(.f)
        try theatre.hear()
        #expect(theatre.toplevel.fullscreenRequests == 1)
        try press(.f, holding: Self.chord | KeyboardDevice.shift, theatre)
        #expect(theatre.toplevel.fullscreenRequests == 1)
        #expect(ear.events.suffix(2) == [.key(33, isPressed: true), .key(33, isPressed: false)])
    }

    @Test func aHotkeyWhoseModifiersAreLetGoOfFirstIsStillNotTheGuests() throws {
        let (theatre, ear) = try theatre()
        let keyboard = try keyboard(theatre)
        keyboard.enter(theatre.window)
        keyboard.hold(Self.chord)
        keyboard.press(.i)
        keyboard.hold(0)
        keyboard.release(.i)
        keyboard.press(.i)
        try theatre.hear()
        #expect(ear.events == [.keyboardEntered, .key(23, isPressed: true)])
    }

    @Test func whatWasHeldBeforeIsNoHotkey() throws {
        let (theatre, _) = try theatre()
        let keyboard = try keyboard(theatre)
        keyboard.enter(theatre.window, holding: [.f11])
        try theatre.hear()
        #expect(theatre.toplevel.fullscreenRequests == 0)
    }

    @Test func aDeviceThatGoesWithAKeyHeldIsToldOf() throws {
        let (theatre, ear) = try theatre()
        let seat = try #require(theatre.compositor.all(SeatGlobal.self).first)
        try keyboard(theatre).enter(theatre.window)
        try keyboard(theatre).press(.a)
        try pointer(theatre).enter(theatre.window, x: 0, y: 0)
        try theatre.hear()
        ear.events = []
        seat.tell(1)
        try theatre.hear()
        #expect(ear.events == [.keyboardLeft])
        #expect(theatre.compositor.all(KeyboardDevice.self).isEmpty)
        theatre.compositor.removeGlobal("wl_seat")
        try theatre.hear()
        #expect(ear.events == [.keyboardLeft, .pointerLeft])
        #expect(theatre.compositor.all(PointerDevice.self).isEmpty)
        // And another one, while the window is there.
        theatre.compositor.addGlobal("wl_seat", version: 7)
        try theatre.hear()
        try keyboard(theatre).enter(theatre.window)
        try press(.f11, holding: 0, theatre)
        #expect(theatre.toplevel.fullscreenRequests == 1)
    }

    @Test func twoSeatsAreTwoPairsOfHands() throws {
        let (theatre, ear) = try theatre()
        theatre.compositor.addGlobal("wl_seat", version: 5)
        try theatre.hear()
        let keyboards = theatre.compositor.all(KeyboardDevice.self)
        #expect(keyboards.count == 2)
        for keyboard in keyboards { keyboard.enter(theatre.window) }
        keyboards[0].hold(Self.chord)
        keyboards[1].press(.f)
        try theatre.hear()
        #expect(theatre.toplevel.fullscreenRequests == 0, "the other's modifiers are the other's")
        #expect(ear.events.last == .key(33, isPressed: true))
    }

    @Test func thePointerIsHiddenWhereTheGuestShowsACursorAndAnArrowElsewhere() throws {
        let compositor = TestCompositor(
            globals: TestCompositor.everything.merging(["wl_seat": 7, "wp_cursor_shape_manager_v1": 1]) { $1 }
        )
        let source = ScriptedSource()
        source.show(1)
        let theatre = try Theatre(compositor, source)
        try theatre.poll { theatre.layers.count == 2 }
        func looks() -> [String] {
            theatre.compositor.takeLog().filter { $0.contains(".set_cursor(") || $0.contains(".set_shape(") }
                .map { String($0.drop { $0 != "." }.prefix { $0 != "(" }) }
        }
        _ = looks()
        try pointer(theatre).enter(theatre.window, x: 10, y: 10)
        try theatre.hear()
        #expect(looks() == [".set_shape"])
        source.point(9, x: 1, y: 1)
        try theatre.poll { theatre.layers.count == 3 }
        #expect(looks() == [".set_cursor"])
        for x in 2...20 as ClosedRange<Int32> {
            source.point(9, x: x, y: 1)
            try theatre.frame()
        }
        #expect(looks() == [], "once")
        source.now.cursor = .off
        try theatre.poll { theatre.layers.count == 2 }
        #expect(looks() == [".set_shape"])
        try pointer(theatre).leave(theatre.window)
        source.point(9, x: 1, y: 1)
        try theatre.poll { theatre.layers.count == 3 }
        #expect(looks() == [], "it is not over the window")
        try theatre.close()
    }

    @Test func aSeatTooOldIsLeftAlone() throws {
        let compositor = TestCompositor(globals: TestCompositor.everything.merging(["wl_seat": 4]) { $1 })
        _ = try Theatre(compositor)
        #expect(compositor.all(SeatGlobal.self).isEmpty)
    }

    @Test func aKeymapIsMappedPrivatelyAndTheLibraryLoadedWhenAHotkeyMayBe() async {
        await #expect(processExitsWith: .success) {
            // Of no real layout, so that making it loads no library.
            let compositor = TestCompositor(globals: TestCompositor.everything.merging(["wl_seat": 7]) { $1 })
            compositor.keymap = "xkb_keymap {};"
            let theatre = try Theatre(compositor)
            #expect(openDescriptors(of: "keymap") == 0)
            #expect(try maps().contains { $0.contains("/memfd:keymap") && $0.contains("r--p") })
            let keyboard = try #require(compositor.all(KeyboardDevice.self).last)
            keyboard.enter(theatre.window)
            keyboard.hold(KeyboardDevice.shift)
            keyboard.press(.a)
            keyboard.release(.a)
            try theatre.hear()
            #expect(try !maps().contains { $0.contains("libxkbcommon") })
            keyboard.hold(0)
            keyboard.press(.a)
            try theatre.hear()
            #expect(try maps().contains { $0.contains("libxkbcommon") })
            #expect(try !maps().contains { $0.contains("/memfd:keymap") })
        }
    }

    /// How often a quiet source is asked in a tenth of a second, after the user did something.
    private func polls(after stir: (Theatre) throws -> Void) throws -> Int {
        let (theatre, _) = try theatre()
        theatre.tellsTimes = true
        try pointer(theatre).enter(theatre.window, x: 0, y: 0)
        try keyboard(theatre).enter(theatre.window)
        // A second buffer tells that the guest flips, so that nothing is painted again for its own sake.
        theatre.source.show(2)
        for _ in 0..<10 { try theatre.frame() }
        try theatre.pass(.seconds(60))
        try stir(theatre)
        try theatre.hear()
        let before = theatre.statistics.polls
        try theatre.pass(.milliseconds(100))
        return theatre.statistics.polls - before
    }

    @Test func handsOverTheWindowBringAQuietDevicesRateBack() throws {
        #expect(try polls { _ in } <= 1)
        #expect(try polls { theatre in try pointer(theatre).move(x: 1, y: 1) } >= 5)
        #expect(try polls { theatre in try keyboard(theatre).press(.a) } >= 5)
        #expect(try polls { theatre in try keyboard(theatre).press(.f11) } >= 5)
        #expect(try polls { theatre in try pointer(theatre).turn(steps: 1) } >= 5)
        #expect(try polls { theatre in try pointer(theatre).leave(theatre.window) } <= 1)
    }

    @Test func aMotionAllocatesNothing() throws {
        let (theatre, _) = try theatre()
        theatre.presenter?.input.onInput = nil
        let input = try #require(theatre.presenter?.input)
        let before = planeview_allocation_count()
        for number in 0..<1000 { input.receive(.pointerMoved(x: Double(number), y: 0)) }
        #expect(planeview_allocation_count() == before)
    }
}

/// The lines of this process's map of memory.
func maps() throws -> [Substring] {
    let file = try OwnedDescriptor.open("/proc/self/maps", O_RDONLY)
    var bytes: [UInt8] = []
    while true {
        let more = try file.read(count: 4096, at: bytes.count)
        if more.isEmpty { break }
        bytes += more
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
}
