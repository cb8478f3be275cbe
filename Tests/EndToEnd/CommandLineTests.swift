import Foundation
import TestBed
import Testing

/// Proves that every bad start ends with a sentence and a documented status.
@Suite(.enabled(if: TestBed.isAvailable, "run scripts/test"))
struct CommandLineTests {
    private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> (
        Int32, String, String
    ) {
        let program = try RunningProgram(
            try TestBed.require().program, arguments, environment: environment)
        var output = ""
        while let line = try program.nextLine() { output += line + "\n" }
        return (try program.end(), output, program.errors)
    }

    @Test func helpAndVersionSucceed() throws {
        let help = try run("--help")
        #expect(help.0 == 0 && help.1.contains("planeview --device"))
        #expect(try run("--version").0 == 0)
    }

    @Test(arguments: [
        (["--device", "nonsense"], Int32(1), "names no device"),
        (["--device", "demo:size=0x0"], 1, "demo"),
        (["--device", "demo", "--frames", "0"], 1, "--frames"),
        (["--device", "demo", "--stats-format", "xml"], 1, "xml"),
        (["--device", "demo", "--nonsense"], 1, "--nonsense"),
        (["--device", "demo", "--stats=often"], 1, "--stats takes seconds"),
        (["--device", "demo", "--duration", "0"], 1, "--duration takes seconds"),
        (["--device", "demo", "--fullscreen-output"], 1, "--fullscreen-output"),
        (["--device", "demo", "--kiosk=yes"], 1, "--kiosk"),
        // Where there are several, the first failure counts, and each is told.
        (["-d", "nonsense", "-d", "fd:99"], 1, "fd:99: fd:99 is not a VFIO device"),
        (["-d", "fd:99", "-d", "nonsense"], 2, "nonsense: 'nonsense' names no device"),
        (["-d", "demo", "-d", "/dev/video0", "--abi", "v11"], 1, "--abi is for VFIO devices"),
        (["-d", "demo", "-d", "fd:9", "--wait"], 1, "fd:N is there from the start, or never"),
        (["--device", "qemu:a:b"], 1, "names no virtual machine"),
        (["--device", "qmp:"], 1, "names no virtual machine"),
        (["--device", "qemu:#x"], 1, "names no virtual machine"),
        (["--wait", "--device", "qemu:#x"], 1, "names no virtual machine"),
        (["--device", "qmp:/nonsense"], 2, "start QEMU with -qmp"),
        (
            ["--device", "qemu:unix:/nonsense"], 2,
            "the D-Bus message bus at unix:path=/nonsense cannot be reached"
        ),
        (["--device", "libvirt:nonsense"], 2, "libvirt"),
        (["--device", "qemu:", "--abi", "v11"], 1, "--abi is for VFIO devices"),
        (["--device", "fd:99"], 2, "fd:99 is not a VFIO device"),
        (["--device", "a297db4a-f4c2-11e6-90f6-d3b88d6c9525"], 2, "planeview list"),
        (["probe", "--device", "/dev/vfio/99"], 2, "there is no device /dev/vfio/99"),
        (["--wait", "--device", "nonsense"], 1, "names no device"),
        (["--wait", "--device", "demo:size=0x0"], 1, "demo"),
        (["--wait", "--device", "fd:9"], 1, "fd:N is there from the start, or never"),
        (["--wait", "--device", "pid:4000000"], 2, "there is no process 4000000"),
        (["--reconnect", "--device", "pid:1"], 1, "the next virtual machine is another process"),
        (["--reconnect", "--device", "/dev/vfio/99"], 2, "there is no device /dev/vfio/99"),
        (
            ["--device", "demo", "--qmp", "/nonexistent/monitor"], 2,
            "there is no monitor of QEMU's at /nonexistent"
        ),
        (["--device", "demo", "--release-key", "ctrl+q"], 1, "ctrl+q"),
        (["--device", "demo:card=/dev/dri/nonsense"], 2, "/dev/dri/nonsense"),
    ])
    func aBadStartIsTold(arguments: [String], status: Int32, text: String) throws {
        let program = try RunningProgram(try TestBed.require().program, arguments)
        #expect(try program.end() == status)
        #expect(program.errors.contains(text), "\(program.errors)")
    }

    @Test func theWindowsOptionsAreInItsHelp() throws {
        let help = try run("help", "show")
        #expect(help.0 == 0)
        for option in [
            "-f, --fullscreen/--no-fullscreen", "--fullscreen-output <name>", "--kiosk/--no-kiosk",
        ] {
            #expect(help.1.contains(option), "\(help.1)")
        }
    }

    @Test func withoutACompositorItSaysSo() throws {
        let folder = FileManager.default.temporaryDirectory.path
        let result = try run(
            "--device", "demo:size=64x64",
            environment: ["XDG_RUNTIME_DIR": folder, "WAYLAND_DISPLAY": "nobody"])
        #expect(result.0 == 4)
        #expect(result.2.contains("no Wayland compositor at \(folder)/nobody"))
    }

    /// No device has a display, so far as can be told.
    private static let isPlainMachine = ["/sys/bus/mdev/devices", "/sys/bus/pci/drivers/vfio-pci"].allSatisfy
    {
        let names = try? FileManager.default.contentsOfDirectory(atPath: $0)
        return names?.contains { $0.contains(":") || $0.contains("-") && $0.count == 36 } != true
    }

    @Test(.enabled(if: isPlainMachine, "this machine has a device with a display"))
    func withoutADeviceATerminalIsToldWhatIsMissing() throws {
        // util-linux' script gives it a terminal.
        let program = try RunningProgram(
            "/usr/bin/script", ["-qec", try TestBed.require().program, "/dev/null"])
        var output = ""
        while let line = try program.nextLine() { output += line }
        #expect(try program.end() == 2)
        #expect(output.contains("there is no device with a display: create"), "\(output)")
        #expect(output.contains("--device demo"), "\(output)")
    }

    @Test func aListIsJSONWhenAskedFor() throws {
        let result = try run("list", "--json")
        #expect(result.0 == 0)
        let entries = try JSONSerialization.jsonObject(with: Data(result.1.utf8))
        #expect(entries is [Any])
    }
}
