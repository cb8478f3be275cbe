package import Foundation

/// A real Weston without a screen, on this machine. It ends with its owner.
package final class HeadlessWeston {
    private let bed: TestBed
    private let session: RunningProgram
    private let runtime: String
    private let pictures: URL
    private var count = 0

    /// - Parameters:
    ///   - size: of the output, "WIDTHxHEIGHT" in pixels; the only window fills it.
    ///   - renderer: "gl" draws with llvmpipe and takes dma-bufs; "pixman" takes none.
    package init(size: String, renderer: String = "gl") throws {
        bed = try TestBed.require()
        pictures = FileManager.default.temporaryDirectory.appending(path: "planeview-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: pictures, withIntermediateDirectories: true)
        // The script runs a shell that says where the session is, and lasts as long as its input.
        session = try RunningProgram(
            TestBed.script("headless-weston").path,
            [
                "--size", size, "--renderer", renderer, "--", "/bin/sh", "-c",
                "echo $XDG_RUNTIME_DIR; exec cat >/dev/null",
            ])
        guard let line = try session.nextLine() else { throw TestBedError("no Weston: \(session.errors)") }
        runtime = line
    }

    deinit {
        session.closeInput()
        _ = try? session.end()
        try? FileManager.default.removeItem(at: pictures)
    }

    private var environment: [String: String] {
        ["XDG_RUNTIME_DIR": runtime, "WAYLAND_DISPLAY": "wayland-1"]
    }

    /// Starts planeview in the session.
    package func planeview(_ arguments: String...) throws -> RunningProgram {
        try RunningProgram(bed.program, arguments, environment: environment)
    }

    /// Starts planeview in the session, and has what it asks of the kernel written to a file.
    package func tracedPlaneview(_ arguments: String..., into file: URL) throws -> RunningProgram {
        try RunningProgram(
            "/usr/bin/strace", ["-o", file.path, bed.program] + arguments, environment: environment)
    }

    /// Starts planeview in the session with a library before all others.
    package func planeview(
        _ arguments: String..., preloading library: URL, environment more: [String: String]
    ) throws -> RunningProgram {
        try RunningProgram(
            bed.program, arguments,
            environment: environment.merging(more) { $1 }.merging(["LD_PRELOAD": library.path]) { $1 })
    }

    /// What is on the screen.
    package func screenshot() throws -> Image {
        count += 1
        let file = pictures.appending(path: "\(count).png")
        let program = try RunningProgram(
            TestBed.script("screenshot").path, [file.path], environment: environment)
        guard try program.end() == 0 else { throw TestBedError("no screenshot: \(program.errors)") }
        return try Image(contentsOf: file)
    }

    /// Kills the compositor, as a crash would.
    package func crash() {
        session.closeInput()
        _ = try? session.end()
    }
}
