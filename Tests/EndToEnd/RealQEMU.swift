import Descriptors
import Foundation
import QEMU
import TestBed

/// A QEMU with a D-Bus display, on this machine. It ends with its owner.
final class RealQEMU {
    /// Which one, of those that the tests know.
    enum Version: String, CaseIterable {
        /// This machine's own: Debian 12's 7.2, whose listener is the base alone.
        case host
        /// The test bed's: Debian 13's 10.0, which shares its memory.
        case bed
    }

    private let process: RunningProgram
    private let folder: URL
    /// Its QMP socket.
    let socket: String
    private var pictureCount = 0

    private static let library = "/usr/lib/x86_64-linux-gnu/"

    /// What starts a Linux that writes on its console, on either.
    static func linux(on version: Version) throws -> [String] {
        let bed = version == .bed ? "" : try TestBed.require().path + "/root"
        let folder = "\(bed)/\(TestBed.guestFolder)"
        return [
            "-m", "128", "-vga", "std", "-serial", "null", "-kernel", "\(folder)/vmlinuz", "-initrd",
            "\(folder)/console-initrd", "-append", "console=tty1 quiet mitigations=off",
        ]
    }

    /// Starts one, and waits until it takes commands.
    ///
    /// - Parameters:
    ///   - display: the value of `-display`.
    ///   - arguments: more of them.
    ///   - bus: the address of a session bus.
    init(
        _ version: Version = .host, in weston: HeadlessWeston, name: String = "guest", display: String,
        _ arguments: [String] = ["-vga", "std"], bus: String? = nil
    ) throws {
        folder = weston.folder
        let file = "qmp-\(UUID().uuidString.prefix(8))"
        socket = folder.appending(path: file).path
        // In the bed the same folder has another name, which both start in.
        let rest =
            [
                "-name", name, "-nodefaults", "-no-user-config", "-machine", "pc", "-accel", "tcg",
                "-m", "32", "-display", display, "-qmp", "unix:\(file),server=on,wait=off",
            ] + arguments
        switch version {
        case .host:
            process = try RunningProgram(
                "/usr/bin/env", ["-C", folder.path, "qemu-system-x86_64"] + rest,
                environment: bus.map { ["DBUS_SESSION_BUS_ADDRESS": $0] } ?? [:])
        case .bed:
            let tree = "/" + TestBed.guestFolder
            let libraries = tree + Self.library
            process = try weston.start(
                [
                    "env", "LD_LIBRARY_PATH=\(libraries):\(tree)/usr/lib",
                    "QEMU_MODULE_DIR=\(libraries)qemu",
                    "\(tree)/usr/bin/qemu-system-x86_64", "-L", "\(tree)/usr/share/seabios", "-L",
                    "\(tree)/usr/share/qemu",
                ] + rest)
        }
        let deadline = Date.patience
        while true {
            do {
                _ = try QMPSocket.open(socket, until: .now + .seconds(5))
                return
            } catch {
                guard deadline.timeIntervalSinceNow > 0 else {
                    throw TestBedError("no QEMU: \(process.errors), \(error)")
                }
                usleep(20_000)
            }
        }
    }

    // It has SIGTERM blocked, as the thread has that starts it.
    deinit { kill() }

    /// What it wrote to standard error.
    var errors: String { process.errors }

    func kill() { process.signal(SIGKILL) }

    func signal(_ number: Int32) { process.signal(number) }

    /// Has it do something.
    func execute(_ command: String, _ arguments: String = "{}") throws {
        var qmp = try QMPSocket.open(socket, until: .now + .seconds(20))
        try qmp.execute(command, arguments)
    }

    /// What is on its screen, as it says itself.
    func screendump() throws -> Image {
        pictureCount += 1
        let file = "dump-\(pictureCount).png"
        // It writes where it was started.
        try execute("screendump", "{\"filename\": \"\(file)\", \"format\": \"png\"}")
        return try Image(contentsOf: folder.appending(path: file))
    }
}
