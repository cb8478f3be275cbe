import Foundation

/// A real sway without a screen, on this machine, whose seat has a keyboard; the only window has it. It ends with its owner.
///
/// Its programs are those of `scripts/testbed guests`.
package final class HeadlessSway {
    private let folder: URL
    private let sway: RunningProgram
    /// A window makes a selection by what its keyboard did last.
    private var keyboard: RunningProgram?

    private static let configuration = """
        output * mode --custom 800x600@60Hz
        for_window [app_id=".*"] fullscreen enable
        xwayland disable

        """

    package init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "planeview-sway-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(Self.configuration.utf8).write(to: folder.appending(path: "configuration"))
        sway = try RunningProgram(
            TestBed.script("in-testbed").path,
            [
                folder.path, "env", "WLR_BACKENDS=headless", "WLR_RENDERER=pixman",
                "WLR_LIBINPUT_NO_DEVICES=1",
                "LIBSEAT_BACKEND=noop", "sway", "--config", "configuration",
            ])
        let socket = folder.appending(path: "wayland-1").path
        let deadline = Date.patience
        while !FileManager.default.fileExists(atPath: socket) {
            guard deadline.timeIntervalSinceNow > 0 else { throw TestBedError("no sway: \(sway.errors)") }
            Thread.sleep(forTimeInterval: 0.01)
        }
        // It types this when all is long over.
        keyboard = try start("wtype", "-s", "3600000", "x")
    }

    /// Killed: they have SIGTERM blocked, as the thread has that starts them.
    deinit {
        keyboard?.signal(SIGKILL)
        sway.signal(SIGKILL)
        _ = try? sway.end()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Starts planeview in the session.
    package func planeview(_ arguments: String...) throws -> RunningProgram {
        try RunningProgram(
            TestBed.require().program, arguments,
            environment: ["XDG_RUNTIME_DIR": folder.path, "WAYLAND_DISPLAY": "wayland-1"])
    }

    /// Starts one of the programs in the session.
    package func start(_ program: String, _ arguments: String...) throws -> RunningProgram {
        try RunningProgram(
            TestBed.script("in-testbed").path,
            [folder.path, "/\(TestBed.guestFolder)/usr/bin/\(program)"] + arguments,
            environment: ["WAYLAND_DISPLAY": "wayland-1"])
    }
}
