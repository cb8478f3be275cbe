import Descriptors
import Foundation
import QEMU
import TestBed

/// A QEMU with a D-Bus display, on this machine. It ends with its owner.
final class RealQEMU {
    private let process: RunningProgram
    private let folder: URL
    /// Its QMP socket.
    let socket: String
    private var pictureCount = 0

    /// Starts one, and waits until it takes commands.
    ///
    /// - Parameters:
    ///   - display: the value of `-display`.
    ///   - arguments: more of them.
    ///   - bus: the address of a session bus.
    init(
        _ version: QEMUVersion = .host, in weston: HeadlessWeston, name: String = "guest", display: String,
        _ arguments: [String] = ["-vga", "std"], bus: String? = nil
    ) throws {
        folder = weston.folder
        let file = "qmp-\(UUID().uuidString.prefix(8))"
        socket = folder.appending(path: file).path
        process = try version.start(
            in: folder,
            [
                "-name", name, "-machine", "pc", "-accel", "tcg", "-m", "32", "-display", display, "-qmp",
                "unix:\(file),server=on,wait=off",
            ] + arguments, environment: bus.map { ["DBUS_SESSION_BUS_ADDRESS": $0] } ?? [:])
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
