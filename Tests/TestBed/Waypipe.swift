import Foundation

/// This machine's waypipe, both of its halves: one beside a compositor, one around planeview. They end with their owner.
///
/// Each is one process with one connection (`--oneshot`), so that what it does can be counted.
package final class Waypipe {
    /// The half beside the compositor.
    package let client: RunningProgram
    /// The half around planeview: it ends with planeview's status, and says what planeview says.
    package let server: RunningProgram
    /// planeview's process.
    package let viewer: Int32

    /// - Parameters:
    ///   - options: of both halves.
    ///   - arguments: planeview's.
    /// - Throws: `TestBedError` when they do not come together.
    package init(_ weston: HeadlessWeston, _ options: [String] = [], planeview arguments: [String]) throws {
        let socket = weston.folder.appending(path: "waypipe").path
        try? FileManager.default.removeItem(atPath: socket)
        let both = options + ["--oneshot", "--socket", socket]
        client = try RunningProgram(
            Self.path, both + ["client"],
            environment: ["XDG_RUNTIME_DIR": weston.folder.path, "WAYLAND_DISPLAY": "wayland-1"])
        let deadline = Date.patience
        while !FileManager.default.fileExists(atPath: socket) {
            guard deadline.timeIntervalSinceNow > 0 else {
                throw TestBedError("no waypipe: \(client.errors)")
            }
            Thread.sleep(forTimeInterval: 0.01)
        }
        // The other machine has no compositor of its own. A shell says which process is planeview.
        server = try RunningProgram(
            Self.path,
            both + ["server", "--", "/bin/sh", "-c", #"echo $$; exec "$0" "$@""#]
                + [try TestBed.require().program] + arguments,
            environment: ["XDG_RUNTIME_DIR": weston.folder.path, "WAYLAND_DISPLAY": "nowhere"])
        guard let line = try server.nextLine(), let number = Int32(line) else {
            throw TestBedError("waypipe starts nothing: \(server.errors)")
        }
        viewer = number
    }

    /// From scripts/install-dependencies --test.
    private static let path = "/usr/bin/waypipe"

    package static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// Ends planeview with a signal, and returns the status that comes back through waypipe.
    package func end(_ signal: Int32 = SIGTERM) throws -> Int32 {
        kill(viewer, signal)
        return try server.end()
    }

    /// Bytes that planeview's half has sent to the other. What it tells planeview is not among them: it says that by
    /// `sendmsg`, which is no `write` in the kernel's account.
    package func bytesSent() throws -> Int {
        let file = try FileHandle(forReadingFrom: URL(filePath: "/proc/\(server.processIdentifier)/io"))
        let text = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
        guard let count = text.firstMatch(of: /wchar: (\d+)/).flatMap({ Int($0.output.1) }) else {
            throw TestBedError("no account of waypipe's: \(text)")
        }
        return count
    }
}
