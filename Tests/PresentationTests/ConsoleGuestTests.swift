import Foundation
import Glibc
import Input
import Planes
import QEMU
import TestBed
import TestCompositor
import Testing

@testable import Presentation

/// Proves that what is done over the window arrives in a guest of a real QEMU by its D-Bus display.
@Suite(.enabled(if: RealGuest.isThere, "install qemu-system-x86"), .serialized) struct ConsoleGuestTests {
    /// A window, and the guest behind its input.
    private struct Setting {
        let guest: RealGuest
        let source: QEMUSource
        let input: ConsoleInput
        let window: GuestWindow
        var theatre: Theatre { window.theatre }
        var keyboard: KeyboardDevice { window.keyboard }
        var pointer: PointerDevice { window.pointer }

        init(
            _ kind: RealGuest.Kind = .bios, of version: QEMUVersion = .host, _ options: String...
        ) throws {
            guest = try RealGuest(
                kind, of: version, options: ["-display", "dbus,p2p=yes", "-vga", "std"] + options)
            source = try MachineOpener().source(#require(MachineSpecifier("qmp:\(guest.monitor)")))
            input = ConsoleInput(source.console)
            window = try GuestWindow(input)
        }

        /// Lets the machine talk until something is so.
        func talk(until isSo: () throws -> Bool) throws {
            let deadline = Date(timeIntervalSinceNow: 20)
            while try !isSo() {
                try #require(Date() < deadline, "it never came to that: \(guest.trace.suffix(4))")
                var question = pollfd(fd: try #require(source.descriptor), events: Int16(POLLIN), revents: 0)
                if unsafe poll(&question, 1, 20) == 1 { try source.receive() }
            }
        }
    }

    @Test func whatIsTypedInTheWindowIsReadByTheGuest() throws {
        let setting = try Setting()
        try setting.talk { setting.input.pointing == .relative && setting.input.locks != nil }
        let keyboard = setting.keyboard
        keyboard.press(.q)
        keyboard.release(.q)
        keyboard.press(.leftShift)
        keyboard.press(.f)
        keyboard.release(.f)
        keyboard.release(.leftShift)
        keyboard.press(.i)
        keyboard.release(.i)
        try setting.theatre.hear()
        try setting.talk { setting.guest.trace.count { $0.contains("input_event_key") } >= 8 }
        #expect(try (0..<3).map { _ in try setting.guest.key() } == ["q", "F", "i"])
        // One that is held when the window goes is let go of.
        keyboard.press(.a)
        try setting.theatre.hear()
        try setting.talk { setting.guest.trace.last?.contains("key qcode a, down 1") == true }
        setting.theatre.presenter?.end(.closed)
        setting.input.finish()
        #expect(setting.guest.trace.last?.contains("key qcode a, down 0") == true)
    }

    @Test(.enabled(if: TestBed.guests != nil, "run scripts/test"), arguments: QEMUVersion.present)
    func aLinuxHearsOfKeysAndOfTheMouse(_ version: QEMUVersion) throws {
        let setting = try Setting(.linux, of: version)
        try setting.talk { setting.input.pointing == .relative && setting.input.locks != nil }
        let keyboard = setting.keyboard
        for key: TestKey in [.q, .a, .enter] {
            keyboard.press(key)
            keyboard.release(key)
        }
        try setting.theatre.hear()
        try setting.talk { setting.guest.trace.count { $0.contains("input_event_key") } >= 6 }
        #expect(try setting.guest.words(after: "typed") == ["typed", "qa"])
        let mouse = try setting.window.capturePointer()
        mouse.move(x: 5, y: -7)
        try setting.theatre.hear()
        try setting.talk {
            setting.guest.trace.contains { $0.contains("rel") && $0.contains("axis y, value -7") }
        }
        // A mouse counts upwards. How it parts a motion into packets is its own.
        var sum = (x: 0, y: 0)
        while sum != (5, 7) {
            let numbers = try setting.guest.words(after: "mouse").compactMap { Int($0) }
            try #require(numbers.count == 3)
            sum = (sum.x + numbers[1], sum.y + numbers[2])
        }
    }

    @Test func aTabletGoesWhereThePointerGoes() throws {
        // Without the PC's own mouse the tablet is the only pointer.
        let setting = try Setting(
            .bios, "-machine", "pc,accel=tcg,i8042=off", "-device", "qemu-xhci", "-device", "usb-tablet")
        // This guest has no driver for it: QEMU tells by refusing motions alone.
        try setting.talk { setting.input.pointing == .relative }
        setting.input.send(.motion(x: 1, y: 1))
        try setting.talk { setting.input.pointing == .absolute }
        setting.pointer.enter(setting.theatre.window, x: 320, y: 240)
        setting.pointer.press(0x110)
        setting.pointer.release(0x110)
        setting.pointer.turn(steps: -1)
        try setting.theatre.hear()
        try setting.talk { setting.guest.trace.contains { $0.contains("wheel-up, down 0") } }
        let events = setting.guest.trace.filter { $0.contains("abs") || $0.contains("btn") }.map {
            String($0.split(separator: ",").dropFirst().joined(separator: ","))
        }
        #expect(events.count == 6)
        #expect(events.contains(" button left, down 1") && events.contains(" button left, down 0"))
    }
}
