import Foundation
import TestBed
import Testing

/// A real QEMU, and a guest in it that tells what it hears of.
final class RealGuest {
    /// What runs in it.
    enum Kind {
        /// A few bytes, which write down each key that the BIOS hears of.
        case bios
        /// A few bytes, which carry others between two serial ports (`Agent`).
        case wire
        /// Linux with a console: Tests/VirtualMachine/console-init.
        case linux
    }

    static let program = "/usr/bin/qemu-system-x86_64"
    static var isThere: Bool { FileManager.default.isExecutableFile(atPath: program) }

    /// What QEMU tells of.
    private static let traced = ["key_qcode", "btn", "abs", "rel"]

    /// The monitor's socket.
    let monitor: String
    private let machine: RunningProgram
    private let folder: URL

    /// Starts it, and waits until it hears.
    ///
    /// - Parameter options: more of QEMU's; the last of a kind counts.
    convenience init(_ options: String...) throws { try self.init(.bios, options: options) }

    /// Starts it, and waits until it hears.
    ///
    /// - Parameter options: more of QEMU's; the last of a kind counts.
    init(_ kind: Kind, of version: QEMUVersion = .host, options: [String]) throws {
        folder = FileManager.default.temporaryDirectory.appending(
            path: "planeview-guest-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        monitor = folder.appending(path: "monitor").path
        machine = try version.start(
            in: folder,
            ["-display", "none", "-qmp", "unix:monitor,server=on,wait=off"]
                + Self.traced.flatMap { ["-trace", "input_event_\($0)"] }
                + (try Self.software(kind, of: version, in: folder)) + options)
        _ = try machine.line { $0 == ">" || $0.hasPrefix("ready") }
    }

    deinit {
        machine.signal(SIGKILL)
        _ = try? machine.end()
        try? FileManager.default.removeItem(at: folder)
    }

    /// What QEMU starts, and what makes its words QEMU's output.
    private static func software(
        _ kind: Kind, of version: QEMUVersion, in folder: URL
    ) throws -> [String] {
        switch kind {
        case .bios, .wire:
            try Data(bootSector(kind == .wire ? Agent.wire : keyReader)).write(
                to: folder.appending(path: "disk"))
            // What it writes to port 0xe9 is its output.
            return [
                "-m", "32", "-drive", "file=disk,format=raw,if=ide", "-chardev",
                "stdio,id=output,signal=off",
                "-device", "isa-debugcon,iobase=0xe9,chardev=output",
            ]
        case .linux:
            return try version.linux() + [
                "-chardev", "stdio,id=output,signal=off", "-serial", "chardev:output",
            ]
        }
    }

    /// Waits for the next key that the BIOS hears of: its character.
    func key() throws -> String? { try machine.nextLine() }

    /// Waits for a line of the Linux's: its words.
    func words(after first: String) throws -> [String] {
        // A serial line ends lines in its own way.
        func words(_ line: String) -> [String] { line.split { " \r".contains($0) }.map(String.init) }
        return words(try machine.line { words($0).first == first })
    }

    /// What QEMU has passed on to the guest's devices so far, in its words.
    var trace: [String] { machine.errors.split(separator: "\n").map(String.init) }

    /// Stops the machine as a whole, and lets it go on.
    func freeze(_ isFrozen: Bool) { machine.signal(isFrozen ? SIGSTOP : SIGCONT) }

    /// Real mode, at 0x7c00: says ">", then waits for keys for ever.
    private static let keyReader: [UInt8] = {
        let newLine: [UInt8] = [
            0xb0, 0x0a,  // mov al, '\n'
            0xe6, 0xe9,  // out 0xe9, al
        ]
        let start: [UInt8] = [
            0xfb,  // sti
            0xb0, 0x3e,  // mov al, '>'
            0xe6, 0xe9,  // out 0xe9, al
        ]
        let next: [UInt8] =
            [
                0xb4, 0x00,  // mov ah, 0
                0xcd, 0x16,  // int 0x16: waits for a key, whose character is in al
                0xe6, 0xe9,  // out 0xe9, al
            ] + newLine + [0xeb, 0xf4]  // jmp next
        return start + newLine + next
    }()

    /// The BIOS wants the signature, QEMU whole sectors.
    private static func bootSector(_ code: [UInt8]) -> [UInt8] {
        code + [UInt8](repeating: 0, count: 510 - code.count) + [0x55, 0xaa]
            + [UInt8](repeating: 0, count: 65536 - 512)
    }
}
