import Descriptors
import Foundation
import Input
import Planes
import QMP
import TestCompositor
import Testing

@testable import Presentation

/// Proves that what is done over the window arrives in a guest of a real QEMU.
@Suite(.enabled(if: RealGuest.isThere, "install qemu-system-x86"), .serialized) struct RealGuestTests {
    /// A window, and the guest behind its input.
    private struct Setting {
        let input: QMPInput
        let hands: EventLoop
        let window: GuestWindow
        var theatre: Theatre { window.theatre }
        var keyboard: KeyboardDevice { window.keyboard }
        var pointer: PointerDevice { window.pointer }
        let log: Log

        final class Log { var lines: [String] = [] }

        init(_ guest: RealGuest) throws {
            // The monitor lives in real time, and in a loop of its own.
            hands = try EventLoop()
            let log = Log()
            self.log = log
            input = try QMPInput(guest.monitor, in: hands) { log.lines.append($0) }
            window = try GuestWindow(input)
        }

        /// Lets the monitor talk until something is so.
        func talk(until isSo: () throws -> Bool) throws {
            let deadline = Date(timeIntervalSinceNow: 60)
            while try !isSo() {
                try #require(Date() < deadline, "it never came to that: \(log.lines)")
                try hands.turn(timeout: 20)
            }
        }
    }

    @Test func whatIsTypedInTheWindowIsReadByTheGuest() throws {
        let guest = try RealGuest()
        let setting = try Setting(guest)
        try setting.talk { setting.input.pointing == .relative }
        let keyboard = setting.keyboard
        for key: TestKey in [.q, .a, .z, .s] {
            keyboard.press(key)
            keyboard.release(key)
        }
        keyboard.press(.leftShift)
        keyboard.press(.f)
        keyboard.release(.f)
        keyboard.release(.leftShift)
        keyboard.press(.i)
        keyboard.release(.i)
        try setting.theatre.hear()
        try setting.talk { guest.trace.count { $0.contains("input_event_key") } >= 14 }
        #expect(try (0..<6).map { _ in try guest.key() } == ["q", "a", "z", "s", "F", "i"])
        // One that is held when the window goes is let go of: else the guest's keyboard would repeat it for ever.
        keyboard.press(.a)
        try setting.theatre.hear()
        #expect(try guest.key() == "a")
        setting.theatre.presenter?.end(.closed)
        setting.input.finish()
        #expect(guest.trace.last?.contains("key qcode a, down 0") == true, "\(guest.trace.suffix(2))")
        #expect(setting.log.lines.count == 1, "\(setting.log.lines)")
    }

    @Test func everyKeyIsWhatQEMUTakesItFor() throws {
        let guest = try RealGuest()
        let loop = try EventLoop()
        let input = try QMPInput(guest.monitor, in: loop) { _ in }
        while input.pointing == .none { try loop.turn(timeout: 1000) }
        // QEMU's names, and how the kernel's numbers stand for them (linux/input-event-codes.h).
        let names: [UInt32: String] = [
            1: "esc", 2: "1", 11: "0", 14: "backspace", 15: "tab", 26: "bracket_left", 28: "ret", 29: "ctrl",
            30: "a",
            39: "semicolon", 41: "grave_accent", 42: "shift", 43: "backslash", 54: "shift_r",
            55: "kp_multiply", 56: "alt",
            57: "spc", 58: "caps_lock", 59: "f1", 68: "f10", 69: "num_lock", 70: "scroll_lock", 71: "kp_7",
            74: "kp_subtract", 83: "kp_decimal", 86: "less", 87: "f11", 88: "f12", 89: "ro", 91: "hiragana",
            92: "henkan",
            93: "katakanahiragana", 94: "muhenkan", 96: "kp_enter", 97: "ctrl_r", 98: "kp_divide",
            99: "print",
            100: "alt_r", 101: "lf", 102: "home", 103: "up", 104: "pgup", 105: "left", 106: "right",
            107: "end",
            108: "down", 109: "pgdn", 110: "insert", 111: "delete", 113: "audiomute", 114: "volumedown",
            115: "volumeup", 116: "power", 117: "kp_equals", 119: "pause", 121: "kp_comma", 122: "lang1",
            123: "lang2",
            124: "yen", 125: "meta_l", 126: "meta_r", 127: "compose", 128: "stop", 129: "again", 130: "props",
            131: "undo", 132: "front", 133: "copy", 134: "open", 135: "paste", 136: "find", 137: "cut",
            138: "help",
            139: "menu", 140: "calculator", 142: "sleep", 143: "wake", 155: "mail", 156: "ac_bookmarks",
            157: "computer", 158: "ac_back", 159: "ac_forward", 163: "audionext", 164: "audioplay",
            165: "audioprev",
            166: "audiostop", 172: "ac_home", 173: "ac_refresh", 226: "mediaselect",
        ]
        let codes = (0..<256 as Range<UInt32>).filter { KeyNumbers.number(of: $0) != nil }
        #expect(Set(names.keys).isSubset(of: codes))
        var heard: [UInt32: String] = [:]
        for code in codes {
            let before = guest.trace.count
            input.send(.key(code, isPressed: true))
            input.send(.key(code, isPressed: false))
            let deadline = Date(timeIntervalSinceNow: 60)
            while guest.trace.count < before + 2, Date() < deadline { try loop.turn(timeout: 10) }
            let match = guest.trace[before...].first?.firstMatch(of: #/key qcode (\w+), down 1/#)
            heard[code] = match.map { String($0.1) }
        }
        for (code, name) in names { #expect(heard[code] == name, "key \(code)") }
        #expect(!heard.values.contains("unmapped"))
        #expect(Set(heard.values).count == codes.count, "no two are one")
    }

    @Test func aTabletGoesWhereThePointerGoes() throws {
        // Without the PC's own mouse the tablet is the only pointer.
        let guest = try RealGuest(
            "-machine", "pc,accel=tcg,i8042=off", "-device", "qemu-xhci", "-device", "usb-tablet")
        let setting = try Setting(guest)
        try setting.talk { setting.input.pointing == .absolute }
        setting.pointer.enter(setting.theatre.window, x: 320, y: 0)
        setting.pointer.press(0x110)
        setting.pointer.move(x: 639.5, y: 479.5)
        setting.pointer.release(0x110)
        setting.pointer.turn(steps: -1)
        try setting.theatre.hear()
        try setting.talk { guest.trace.contains { $0.contains("wheel-up, down 0") } }
        func ends(_ line: String) -> String {
            String(line.split(separator: ",").dropFirst().joined(separator: ","))
        }
        #expect(
            guest.trace.filter { $0.contains("abs") || $0.contains("btn") }.map(ends) == [
                " axis x, value 0x4019", " axis y, value 0x22", " button left, down 1",
                " axis x, value 0x7fe6",
                " axis y, value 0x7fdd", " button left, down 0", " button wheel-up, down 1",
                " button wheel-up, down 0",
            ])
        #expect(setting.log.lines.count == 1, "\(setting.log.lines)")
    }

    @Test func aMouseIsMovedWhenThePointerIsLocked() throws {
        let guest = try RealGuest()
        let setting = try Setting(guest)
        try setting.talk { setting.input.pointing == .relative }
        let mouse = try setting.window.capturePointer()
        mouse.move(x: 5, y: -7)
        setting.pointer.press(0x111)
        setting.pointer.release(0x111)
        try setting.theatre.hear()
        try setting.talk { guest.trace.contains { $0.contains("button right, down 0") } }
        let events = guest.trace.filter { $0.contains("rel") || $0.contains("btn") }
        #expect(
            events.count == 4 && events[0].contains("axis x, value 5")
                && events[1].contains("axis y, value -7"))
    }

    @Test func aMachineThatIsStoppedHoldsNobodyUp() throws {
        let guest = try RealGuest()
        let setting = try Setting(guest)
        try setting.talk { setting.input.pointing == .relative }
        guest.freeze(true)
        for _ in 0..<500 {
            setting.keyboard.press(.a)
            setting.keyboard.release(.a)
        }
        try setting.theatre.hear()
        try setting.hands.turn(timeout: 0)
        guest.freeze(false)
        #expect(try guest.key() == "a")
    }
}
