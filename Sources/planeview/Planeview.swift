import ArgumentParser
import Glibc

/// The program: a window on a virtual GPU.
@main
struct Planeview: ParsableCommand {
    /// The version that the newest entry of CHANGELOG.md is about; a test compares them.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "planeview",
        abstract: "A window on a virtual GPU: shows the planes of a display device, without copying them.",
        usage: """
            planeview [--device <device> ...] [<options>]
            planeview list [--json]
            planeview probe --device <device> [--json]
            planeview screenshot --device <device> <file>
            """,
        discussion: """
            planeview asks a device which planes it scans out and hands their dma-bufs to the Wayland compositor. \
            'planeview help show' lists the options of the window. To see it work without a vGPU: planeview --device demo

            Exit status: 0 when ended by the user, 1 for a wrong command line, 2 when the device cannot be opened, has no \
            display, or cannot be read for a screenshot, 3 when it went away, or a capture device has no such format or size \
            as was asked for, 4 when there is no compositor that can show it, or it went away, 5 when the system is out of \
            memory or descriptors, or a file cannot be written, 6 when the compositor drew a picture itself and was not to \
            (--require-zero-copy).

            Options of the window may stand in ~/.config/planeview/config, one a line without dashes. The manual page, \
            planeview(1), tells all of it.
            """,
        version: version,
        subcommands: [Show.self, List.self, Probe.self, Screenshot.self],
        defaultSubcommand: Show.self)

    static func main() {
        Console.prepare()
        if let lend = Lend(CommandLine.arguments) { lend.run() }
        do {
            var command = try CommandLineReader().command()
            try command.run()
        } catch let failure as Failure {
            Console.log(failure.message)
            Glibc.exit(failure.status.rawValue)
        } catch let ending as Ending {
            Glibc.exit(ending.status.rawValue)
        } catch {
            // Help and the version are "errors" that succeed.
            if exitCode(for: error).isSuccess { exit(withError: error) }
            Console.complain(fullMessage(for: error))
            Glibc.exit(ExitStatus.usage.rawValue)
        }
    }
}
