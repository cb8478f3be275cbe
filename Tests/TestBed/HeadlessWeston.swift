package import Foundation

/// A real Weston without a screen, on this machine. It ends with its owner.
package final class HeadlessWeston {
    private let bed: TestBed
    private let session: RunningProgram
    /// The session's folder; its programs start in it.
    package let folder: URL
    private let pictures: URL
    private var count = 0

    /// - Parameters:
    ///   - size: of the output, "WIDTHxHEIGHT" in surface-local units; the only window fills it.
    ///   - scale: pixels in each of them.
    ///   - renderer: "gl" draws with llvmpipe and takes dma-bufs; "pixman" takes none.
    ///   - shell: "kiosk", or "desktop", on which the window is one among others.
    ///   - preloaded: a library for Weston alone.
    package init(
        size: String, scale: Int = 1, renderer: String = "gl", shell: String = "kiosk",
        preloaded: String? = nil
    ) throws {
        bed = try TestBed.require()
        pictures = FileManager.default.temporaryDirectory.appending(path: "planeview-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: pictures, withIntermediateDirectories: true)
        // The script runs a shell that says where the session is, and lasts as long as its input.
        session = try RunningProgram(
            TestBed.script("headless-weston").path,
            ["--size", size, "--scale", String(scale), "--renderer", renderer, "--shell", shell]
                + (preloaded.map { ["--preload", $0] } ?? []) + [
                    "--", "/bin/sh", "-c", "echo $XDG_RUNTIME_DIR; exec cat >/dev/null",
                ])
        guard let line = try session.nextLine() else { throw TestBedError("no Weston: \(session.errors)") }
        folder = URL(filePath: line)
    }

    deinit {
        session.closeInput()
        _ = try? session.end()
        try? FileManager.default.removeItem(at: pictures)
    }

    private var environment: [String: String] {
        ["XDG_RUNTIME_DIR": folder.path, "WAYLAND_DISPLAY": "wayland-1"]
    }

    /// Starts planeview in the session.
    package func planeview(_ arguments: String..., environment more: [String: String] = [:]) throws
        -> RunningProgram
    {
        try RunningProgram(bed.program, arguments, environment: environment.merging(more) { $1 })
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

    /// Starts planeview in the session by another program of this machine, which is told its path and arguments.
    package func planeview(
        _ arguments: String..., by program: String, _ before: String...,
        environment more: [String: String] = [:]
    ) throws -> RunningProgram {
        try RunningProgram(
            program, before + [bed.program] + arguments, environment: environment.merging(more) { $1 })
    }

    /// Starts a program of the bed's root in the session. Its process is the one that is returned.
    package func start(_ command: [String]) throws -> RunningProgram {
        try RunningProgram(
            TestBed.script("in-testbed").path, [folder.path] + command, environment: environment)
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
