import ArgumentParser
import Descriptors
import Input
import Presentation
import QMP

/// `--qmp` and what else there is about the user's hands on the guest.
struct InputOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Send keyboard and pointer to the guest by the monitor of its QEMU: the path of a socket that QEMU was given by "
                + "-qmp unix:PATH,server=on,wait=off.",
            valueName: "socket"),
        completion: .file())
    var qmp: String?

    @Flag(
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help: "Send nothing to the guest, whatever else is asked for.")
    var viewOnly = false

    @Option(
        help: ArgumentHelp(
            "The keys that take pointer and keyboard back from the guest, pressed together and released with nothing between, "
                + "such as ctrl+alt, ctrl_r or scroll_lock.",
            valueName: "keys"))
    var releaseKey = ReleaseChord.usual

    @Flag(
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help: ArgumentHelp(
            "From a click into the picture until the release keys, have the guest get the compositor's keyboard shortcuts, "
                + "too, if the compositor lets it."))
    var inhibitShortcuts = false

    @Flag(
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help: ArgumentHelp(
            "Let text be copied from a virtual machine's window and pasted elsewhere, and the other way; what is copied elsewhere "
                + "can be read by the machine while its window has the keyboard."))
    var clipboard = true

    var options: InputOptions {
        var options = InputOptions()
        options.release = releaseKey
        options.inhibitsShortcuts = inhibitShortcuts
        return options
    }

    /// What takes the user's hands to the guest; nil for nothing.
    ///
    /// - Throws: `Failure` when nobody listens at the monitor's socket.
    func sink(in loop: EventLoop) throws(Failure) -> (any InputSink)? {
        guard let qmp, !viewOnly else { return nil }
        do {
            return try QMPInput(qmp, in: loop, report: Console.log)
        } catch {
            throw Failure(
                .device,
                "there is no monitor of QEMU's at \(qmp): \(error.reason). Start QEMU with -qmp "
                    + "unix:\(qmp),server=on,wait=off, see to it that you may write to that socket, or leave --qmp out"
            )
        }
    }
}

extension ReleaseChord: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }

    public var defaultValueDescription: String { "ctrl+alt" }
}
