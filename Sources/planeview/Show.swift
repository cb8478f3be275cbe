import ArgumentParser
import Glibc
import Planes
import Presentation
import VFIO

/// `planeview --device DEVICE`: the window.
struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show a device in a window (the default).")

    @OptionGroup var options: DeviceOption

    @OptionGroup var patience: PatienceOption

    @OptionGroup var window: WindowOption

    @OptionGroup var input: InputOption

    @Option(help: ArgumentHelp("End after so many commits to the compositor.", valueName: "count"))
    var frames: Int?

    @Option(help: ArgumentHelp("End after so many seconds.", valueName: "seconds"))
    var duration: Seconds?

    @Option(
        help: ArgumentHelp(
            "When to show a buffer again that the guest may be drawing into: while it is active, always, or never "
                + "(flips alone are shown)."))
    var repaint = Repaint.auto

    @Option(
        help: ArgumentHelp(
            "How large to draw the picture: as large as fits, the largest whole multiple that fits, or never scaled (what "
                + "does not fit is cut off at the edges)."))
    var scale = Scaling.fit

    @Flag(
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help: ArgumentHelp(
            "Give the guest a monitor of the window's size, so that it fills the window (by the device's EDID region). It is done "
                + "by default where nobody else can have the device open."))
    var resizeGuest: Bool?

    @Flag(
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help: "End, and say why, when the compositor draws a picture instead of scanning it out.")
    var requireZeroCopy = false

    @Flag(inversion: .prefixedNo, exclusivity: .chooseLast, help: "Show what is counted in the window.")
    var overlay = false

    @Option(
        // Not the other strategy, which overlooks the value of "--stats=1 --stats-format=json".
        defaultAsFlag: Seconds(argument: "5"), parsing: .next,
        help: ArgumentHelp(
            "Print what is counted every so many seconds (5 when no number is given), and at the end.",
            valueName: "seconds"))
    var stats: Seconds?

    @Option(
        help: "How to print it: a human line on standard error, or a JSON object a line on standard output.")
    var statsFormat: StatisticsReporter.Format?

    @Flag(
        name: .customLong("no-config"),
        help: "Leave out what the file $XDG_CONFIG_HOME/planeview/config (~/.config/planeview/config) sets.")
    var ignoresConfiguration = false

    func validate() throws {
        try patience.validate(for: options.device)
        if resizeGuest == true, case .process = DeviceSpecifier(options.device) {
            throw ValidationError(
                "--resize-guest is not for pid:N: the virtual machine gives its guest a monitor itself, and two would take "
                    + "each other's away.")
        }
        if let frames, frames < 1 { throw ValidationError("--frames takes a count of 1 or more.") }
        for (name, value) in [("--duration", duration), ("--stats", stats)] {
            if let value, value.span == nil {
                throw ValidationError("\(name) takes seconds, 0.001 or more, and not '\(value)'.")
            }
        }
    }

    func run() throws {
        // Standard output may be a pipe whose reader goes: that ends nothing.
        signal(SIGPIPE, SIG_IGN)
        var shown = Presenter.Options()
        shown.repaint = repaint
        shown.scaling = scale
        shown.requiresZeroCopy = requireZeroCopy
        shown.overlay = overlay
        shown.resizesGuest = resizeGuest ?? true
        shown.window = window.options
        shown.input = input.options
        let viewer = try Viewer(
            SourceOpener.open(options, patience.patience, resizesGuest: resizeGuest), shown, input)
        let report = Viewer.Report(format: statsFormat ?? .human, period: stats?.span)
        try viewer.run(
            until: Viewer.Limits(frames: frames, duration: duration?.span),
            reporting: stats == nil && statsFormat == nil ? nil : report)
    }
}

extension StatisticsReporter.Format: ExpressibleByArgument {}

extension Repaint: ExpressibleByArgument {}

extension Scaling: ExpressibleByArgument {}
