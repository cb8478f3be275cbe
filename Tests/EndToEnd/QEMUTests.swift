import Foundation
import TestBed
import Testing

/// Proves that the consoles of real QEMUs are shown as they show them, on a bus and without one.
@Suite(.enabled(if: TestBed.isAvailable, "run scripts/test"))
struct QEMUTests {
    /// A session bus. It ends with its owner.
    private final class SessionBus {
        private let daemon: RunningProgram
        let address: String

        init() throws {
            daemon = try RunningProgram(
                "/usr/bin/dbus-daemon", ["--session", "--nofork", "--nopidfile", "--print-address"])
            guard let line = try daemon.nextLine() else { throw TestBedError("no bus: \(daemon.errors)") }
            address = line
        }

        var environment: [String: String] { ["DBUS_SESSION_BUS_ADDRESS": address] }
    }

    private static let versions = QEMUVersion.present

    /// Runs planeview to its end.
    private func run(
        _ arguments: String..., environment: [String: String] = [:]
    ) throws -> (status: Int32, output: String, errors: String) {
        let program = try RunningProgram(
            try TestBed.require().program, arguments, environment: environment)
        var output = ""
        while let line = try program.nextLine() { output += line + "\n" }
        return (try program.end(), output, program.errors)
    }

    /// Before the guest runs: QEMU's own words, which stand still.
    @Test(arguments: versions) func aMachineThatWaitsIsShown(_ version: QEMUVersion) throws {
        let weston = try HeadlessWeston(size: "640x480")
        let qemu = try RealQEMU(version, in: weston, display: "dbus,p2p=yes", ["-vga", "std", "-S"])
        let program = try weston.planeview(
            "--device", "qmp:\(qemu.socket)", "--stats-format", "json", "--stats", "1")
        _ = try program.line { $0.contains("\"path\":\"") }
        try weston.expectWindow(isReady: { $0.width == 640 }) { try qemu.screendump() }
        program.signal(SIGTERM)
        #expect(try program.end() == 0)
        #expect(program.errors.contains("showing 640×480 XR24"))
        // It lives on.
        _ = try qemu.screendump()
    }

    /// The BIOS draws text in a mode of its own: QEMU 7.2 does not tell a listener of that.
    @Test(arguments: versions) func aMachineThatStartsIsFollowed(_ version: QEMUVersion) throws {
        let weston = try HeadlessWeston(size: "720x480")
        let qemu = try RealQEMU(version, in: weston, display: "dbus,p2p=yes", ["-vga", "std", "-S"])
        let program = try weston.planeview(
            "--device", "qmp:\(qemu.socket)", "--scale", "1:1", "--stats-format", "json", "--stats", "1")
        _ = try program.line { $0.contains("\"path\":\"") }
        try qemu.execute("cont")
        try weston.expectWindow(isReady: { $0.width == 720 }) { try qemu.screendump() }
        program.signal(SIGTERM)
        #expect(try program.end() == 0)
    }

    /// Until a Linux has its console: one line of text, in letters of 9×16 pixels.
    @Test(.enabled(if: TestBed.guests != nil, "run scripts/test"), arguments: versions)
    func theConsoleOfALinuxIsShown(_ version: QEMUVersion) throws {
        let weston = try HeadlessWeston(size: "720x480")
        let qemu = try RealQEMU(
            version, in: weston, display: "dbus,p2p=yes",
            ["-vga", "std", "-serial", "null"] + version.linux())
        let program = try weston.planeview(
            "--device", "qmp:\(qemu.socket)", "--scale", "1:1", "--stats-format", "json", "--stats", "1")
        try weston.expectWindow(
            isReady: { picture in
                guard picture.width == 720 else { return false }
                let lit = (0..<picture.height).map { y in
                    (0..<picture.width).count { x in picture[x, y] != 0 }
                }
                return lit[..<16].reduce(0, +) > 300 && lit[16...].allSatisfy { $0 == 0 }
            }) { try qemu.screendump() }
        program.signal(SIGTERM)
        #expect(try program.end() == 0)
    }

    @Test func machinesOnABusAreListedAndShown() throws {
        let bus = try SessionBus()
        let weston = try HeadlessWeston(size: "640x480")
        let arguments = ["-vga", "std", "-S", "-uuid", "6a52cbd1-4f4d-4f67-9ad6-0c5ab3bd4e9a"]
        #expect(try run("probe", "--device", "qemu:", environment: bus.environment).status == 2)
        let one = try RealQEMU(in: weston, name: "one", display: "dbus", arguments, bus: bus.address)
        // It waits in the queue for the name that the first one has.
        let other = try RealQEMU(in: weston, name: "other", display: "dbus", bus: bus.address)

        let list = try run("list", environment: bus.environment)
        #expect(list.status == 0)
        #expect(list.output.contains("qemu:one: virtual machine, console 0: VGA, 640×480"), "\(list)")
        #expect(list.output.contains("qemu:other: virtual machine"), "\(list)")
        let probe = try run("probe", "--device", "qemu:one", "--json", environment: bus.environment)
        let json = try JSONSerialization.jsonObject(with: Data(probe.output.utf8)) as? [String: Any]
        #expect(json?["machine"] as? String == "one")
        #expect(json?["uuid"] as? String == "6a52cbd1-4f4d-4f67-9ad6-0c5ab3bd4e9a")
        #expect((json?["consoles"] as? [[String: Any]])?.first?["width"] as? Int == 640)
        let missing = try run("probe", "--device", "qemu:third", environment: bus.environment)
        #expect(missing.status == 2)
        #expect(missing.errors.contains("there is one, other"), "\(missing)")
        let console = try run("probe", "--device", "qemu:one#7", environment: bus.environment)
        #expect(console.status == 2)
        #expect(console.errors.contains("one has no console 7; it has 0"), "\(console)")

        let program = try weston.planeview(
            "--device", "qemu:\(bus.address)", "--stats-format", "json", "--stats", "1")
        _ = try program.line { $0.contains("\"path\":\"") }
        try weston.expectWindow { try one.screendump() }

        // A machine that hangs is not waited for, and hides no other.
        one.signal(SIGSTOP)
        let rest = try run("list", environment: bus.environment)
        #expect(rest.status == 0)
        #expect(rest.output.contains("qemu:other: virtual machine"), "\(rest)")
        let hung = try run("probe", "--device", "qemu:", environment: bus.environment)
        #expect(hung.status == 2)
        #expect(hung.errors.contains("does not answer"), "\(hung)")
        // Nor does its window hang.
        program.signal(SIGTERM)
        #expect(try program.end() == 0)
        one.signal(SIGCONT)
        _ = try one.screendump()
        withExtendedLifetime(other) {}
    }

    @Test func whoeverNamesNoDeviceIsShownTheOnlyMachine() throws {
        let bus = try SessionBus()
        let weston = try HeadlessWeston(size: "640x480")
        let qemu = try RealQEMU(in: weston, display: "dbus", ["-vga", "std", "-S"], bus: bus.address)
        let program = try weston.planeview(
            "--stats-format", "json", "--stats", "1", environment: bus.environment)
        _ = try program.line { $0.contains("\"path\":\"") }
        try weston.expectWindow { try qemu.screendump() }
        #expect(program.errors.contains("showing qemu:guest, the only device with a display"))
        // Where there are two, the user chooses.
        let other = try RealQEMU(in: weston, name: "other", display: "dbus", bus: bus.address)
        let chooser = try weston.planeview(environment: bus.environment)
        program.signal(SIGTERM)
        #expect(try program.end() == 0)
        withExtendedLifetime(other) {}
        chooser.signal(SIGTERM)
        #expect(try chooser.end() == 0)
    }

    /// Its memory moves into another QEMU, whose display is another, too.
    @Test func aMachineThatMovesIsFollowed() throws {
        let bus = try SessionBus()
        let weston = try HeadlessWeston(size: "720x480")
        let arguments = ["-vga", "std"]
        let one = try RealQEMU(
            in: weston, display: "dbus", arguments + ["-trace", "migrate_set_state"], bus: bus.address)
        let program = try weston.planeview(
            "--device", "qemu:\(bus.address)", "--scale", "1:1", "--stats-format", "json", "--stats", "1",
            "--reconnect")
        _ = try program.line { $0.contains("\"path\":\"") }
        let other = try RealQEMU(
            in: weston, display: "dbus", arguments + ["-incoming", "unix:move"], bus: bus.address)
        try one.execute("migrate", "{\"uri\": \"unix:move\"}")
        let deadline = Date.patience
        while !one.errors.contains("new state completed"), deadline.timeIntervalSinceNow > 0 {
            usleep(20_000)
        }
        // What is left of it shows the last picture, and is no fault.
        try weston.expectWindow { try one.screendump() }
        #expect(!program.errors.contains("has ended"))
        try one.execute("quit")
        try program.awaitError("guest is back")
        try weston.expectWindow { try other.screendump() }
        program.signal(SIGTERM)
        #expect(try program.end() == 0)
    }

    @Test func aPictureIsTaken() throws {
        let weston = try HeadlessWeston(size: "640x480")
        let qemu = try RealQEMU(in: weston, display: "dbus,p2p=yes", ["-vga", "std", "-S"])
        let file = weston.folder.appending(path: "picture.png")
        let result = try run("screenshot", "--device", "qmp:\(qemu.socket)", file.path)
        #expect(result.status == 0, "\(result)")
        let picture = try qemu.screendump()
        #expect(try Image(contentsOf: file).differences { picture[$0, $1] }.isEmpty)
    }

    @Test func aMachineThatIsKilledEndsTheWindowOrIsAwaited() throws {
        let bus = try SessionBus()
        let weston = try HeadlessWeston(size: "640x480")
        var qemu: RealQEMU? = try RealQEMU(
            in: weston, display: "dbus", ["-vga", "std", "-S"], bus: bus.address)
        let arguments = ["--device", "qemu:\(bus.address)", "--stats-format", "json", "--stats", "1"]
        let first = try weston.planeview(
            arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5])
        let second = try weston.planeview(
            arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5], "--reconnect")
        for program in [first, second] { _ = try program.line { $0.contains("\"path\":\"") } }
        qemu?.kill()
        #expect(try first.end() == 3)
        #expect(first.errors.contains("the virtual machine has ended, or has closed its display"))
        qemu = nil
        qemu = try RealQEMU(in: weston, display: "dbus", ["-vga", "std", "-S"], bus: bus.address)
        let deadline = Date.patience
        while !second.errors.contains("guest is back"), deadline.timeIntervalSinceNow > 0 { usleep(20_000) }
        #expect(second.errors.contains("guest is back"), "\(second.errors)")
        second.signal(SIGTERM)
        #expect(try second.end() == 0)
    }

    /// The window takes part in the guest's clipboard, unless it is told not to; and QEMU is told when it goes.
    @Test(arguments: [("--clipboard", true), ("--no-clipboard", false), ("--view-only", false)])
    func theClipboardIsRegistered(_ option: String, isWanted: Bool) throws {
        let weston = try HeadlessWeston(size: "640x480")
        let qemu = try RealQEMU(
            in: weston, display: "dbus,p2p=yes",
            ["-vga", "std", "-S", "-trace", "dbus_clipboard_register", "-trace", "dbus_clipboard_unregister"])
        let program = try weston.planeview(
            "--device", "qmp:\(qemu.socket)", "--stats-format", "json", "--stats", "1", option)
        _ = try program.line { $0.contains("\"path\":\"") }
        // What it says at its end comes after what it said at its start.
        program.signal(SIGTERM)
        #expect(try program.end() == 0)
        #expect(qemu.errors.contains("dbus_clipboard_register") == isWanted, "\(qemu.errors)")
        #expect(qemu.errors.contains("dbus_clipboard_unregister") == isWanted, "\(qemu.errors)")
        #expect(!program.errors.contains("clipboard"), "\(program.errors)")
    }

    /// The window is killed, as the worst of crashes would: QEMU goes on.
    @Test(arguments: versions) func aWindowThatIsKilledHoldsNoMachineUp(_ version: QEMUVersion) throws {
        let weston = try HeadlessWeston(size: "640x480")
        let qemu = try RealQEMU(version, in: weston, display: "dbus,p2p=yes", ["-vga", "std"])
        for _ in 0..<3 {
            let program = try weston.planeview(
                "--device", "qmp:\(qemu.socket)", "--stats-format", "json", "--stats", "1")
            _ = try program.line { $0.contains("\"path\":\"") }
            program.signal(SIGKILL)
            #expect(try program.end() == 128 + SIGKILL)
            _ = try qemu.screendump()
        }
    }
}
