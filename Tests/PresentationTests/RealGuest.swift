import Foundation
import TestBed
import Testing

/// A real QEMU, and in it a guest of a few bytes, which writes down each key that its BIOS hears of.
final class RealGuest {
    static let program = "/usr/bin/qemu-system-x86_64"
    static var isThere: Bool { FileManager.default.isExecutableFile(atPath: program) }

    /// What QEMU tells of.
    private static let traced = ["key_qcode", "btn", "abs", "rel"]

    /// The monitor's socket.
    let monitor: String
    private let machine: RunningProgram
    private let folder: URL

    /// - Parameter options: more of QEMU's; the last of a kind counts.
    convenience init(_ options: String...) throws { try self.init(options) }

    /// - Parameter options: more of QEMU's; the last of a kind counts.
    init(_ options: [String]) throws {
        folder = FileManager.default.temporaryDirectory.appending(
            path: "planeview-guest-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let disk = folder.appending(path: "disk")
        try Data(Self.bootSector).write(to: disk)
        monitor = folder.appending(path: "monitor").path
        machine = try RunningProgram(
            Self.program,
            [
                "-nodefaults", "-display", "none", "-m", "32", "-drive",
                "file=\(disk.path),format=raw,if=ide",
                // What the guest writes to port 0xe9 is its output.
                "-chardev", "stdio,id=output,signal=off", "-device",
                "isa-debugcon,iobase=0xe9,chardev=output",
                "-qmp", "unix:\(monitor),server=on,wait=off",
            ] + Self.traced.flatMap { ["-trace", "input_event_\($0)"] } + options)
        _ = try machine.line { $0 == ">" }
    }

    deinit {
        machine.signal(SIGKILL)
        _ = try? machine.end()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Waits for the next key that the guest hears of: its character.
    func key() throws -> String? { try machine.nextLine() }

    /// What QEMU has passed on to the guest's devices so far, in its words.
    var trace: [String] { machine.errors.split(separator: "\n").map(String.init) }

    /// Stops the machine as a whole, and lets it go on.
    func freeze(_ isFrozen: Bool) { machine.signal(isFrozen ? SIGSTOP : SIGCONT) }

    /// Real mode, at 0x7c00: says ">", then waits for keys for ever.
    private static let bootSector: [UInt8] = {
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
        let code = start + newLine + next
        // The BIOS wants the signature, QEMU whole sectors.
        return code + [UInt8](repeating: 0, count: 510 - code.count) + [0x55, 0xaa]
            + [UInt8](repeating: 0, count: 65536 - 512)
    }()
}
