import ArgumentParser
import Glibc
import Planes
import Presentation
import Sandbox
import VFIO

/// `planeview --device DEVICE`: a window, or several.
struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show devices, each in a window (the default).")

    @OptionGroup var devices: DevicesOption

    @OptionGroup var patience: PatienceOption

    @OptionGroup var window: WindowOption

    @OptionGroup var input: InputOption

    @Option(help: ArgumentHelp("End a window after so many commits to the compositor.", valueName: "count"))
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

    @Option(
        help: ArgumentHelp(
            "What becomes of the guest's cursor: it is shown where the guest has it, is the image of the host's own pointer "
                + "over the window, or is not shown."))
    var cursor = CursorMode.guest

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
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help: ArgumentHelp(
            "Give up, once the windows are there, what showing does not take: other files, programs, processes, networks, and "
                + "what a device's guest would notice."))
    var sandbox = true

    @Flag(
        name: .customLong("no-config"),
        help: "Leave out what the file $XDG_CONFIG_HOME/planeview/config (~/.config/planeview/config) sets.")
    var ignoresConfiguration = false

    func validate() throws {
        for request in requests {
            try patience.validate(for: request.device)
            if resizeGuest == true, case .process = DeviceSpecifier(request.device) {
                throw ValidationError(
                    "--resize-guest is not for pid:N: the virtual machine gives its guest a monitor itself, and two would take "
                        + "each other's away.")
            }
        }
        if requests.count > 1 && input.qmp != nil {
            throw ValidationError("--qmp is for one device: start planeview once for each virtual machine.")
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
        if requests.isEmpty { try runWithoutDevice() } else { try run(requests) }
    }

    private func run(_ requests: [DeviceRequest]) throws {
        let opened = try open(requests)
        let viewer = try viewer()
        for device in opened.devices { viewer.show(device) }
        enterSandbox(for: requests, opening: patience.patience.isEmpty ? .none : .named)
        try viewer.run(for: duration?.span)
        if let status = opened.status ?? viewer.status { throw Ending(status) }
    }

    /// Shows the only display device that there is. Where there are several, or none, a desktop's user is offered what there is,
    /// and one at a terminal is told.
    private func runWithoutDevice() throws {
        let choices = DeviceChoices()
        if let only = choices.only {
            Console.log("showing \(only.device), the only device with a display")
            return try run([request(for: only)])
        }
        // Whoever has no terminal does not read what is written to it.
        if isatty(STDERR_FILENO) == 1 { throw choices.advice }
        let viewer = try viewer()
        do throws(PresentationError) {
            try viewer.offer(choices) { (choice) throws(Failure) in
                try SourceOpener.open(request(for: choice), patience.patience) { Console.log($0) }
            }
        } catch {
            Console.log(error.description)
            throw choices.advice
        }
        enterSandbox(
            for: choices.all.map(request), opening: .any(givesMonitor: resizeGuest != false))
        try viewer.run(for: duration?.span)
        if let status = viewer.status { throw Ending(status) }
    }

    /// Opens all devices that can be opened. Where there are several, one that cannot does not keep the others from being
    /// shown, and each sentence begins with the name of the device that it is about.
    ///
    /// - Returns: what was opened, and what the first failure means for the end.
    /// - Throws: when none can be opened.
    private func open(_ requests: [DeviceRequest]) throws -> (devices: [ShownDevice], status: ExitStatus?) {
        var devices: [ShownDevice] = []
        var status: ExitStatus?
        for request in requests {
            let say: (String) -> Void =
                requests.count == 1 ? { Console.log($0) } : Console.log(about: request.device)
            do throws(Failure) {
                let opened = try SourceOpener.open(request, patience.patience, say)
                devices.append(ShownDevice(name: request.device, opened: opened, say: say))
            } catch {
                say(error.message)
                status = status ?? error.status
            }
        }
        if devices.isEmpty, let status { throw Ending(status) }
        return (devices, status)
    }

    private func viewer() throws(Failure) -> Viewer {
        try Viewer(options, awaitsCompositor: patience.reconnect, sink: input.sink)
    }

    private func enterSandbox(for requests: [DeviceRequest], opening openings: SandboxPlan.Openings) {
        guard sandbox else { return }
        let plan = SandboxPlan(
            for: requests, opening: openings, pictures: pictures, environment: Self.environment)
        for gap in Sandbox.enter(plan.policy) { Console.log("the sandbox has a gap: \(gap)") }
    }

    private var pictures: PicturePlace {
        PicturePlace(isSandboxed: sandbox, environment: Self.environment)
    }

    private static func environment(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    /// For the devices that the user names.
    private var requests: [DeviceRequest] { devices.requests.map(asWished) }

    private func request(for choice: DeviceChoice) -> DeviceRequest {
        asWished(devices.opening.request(for: choice))
    }

    private func asWished(_ request: DeviceRequest) -> DeviceRequest {
        var request = request
        request.resizesGuest = resizeGuest
        request.takesInput = !input.viewOnly
        request.exchangesClipboard = input.clipboard
        return request
    }

    private var options: Viewing.Options {
        var options = Viewing.Options()
        options.presenter.repaint = repaint
        options.presenter.scaling = scale
        options.presenter.cursor = cursor
        options.presenter.requiresZeroCopy = requireZeroCopy
        options.presenter.overlay = overlay
        options.presenter.resizesGuest = resizeGuest ?? true
        options.presenter.window = window.options
        options.presenter.input = input.options
        options.pictures = pictures
        options.frames = frames
        if stats != nil || statsFormat != nil {
            options.report = Viewing.Report(format: statsFormat ?? .human, period: stats?.span)
        }
        return options
    }
}

extension StatisticsReporter.Format: ExpressibleByArgument {}

extension Repaint: ExpressibleByArgument {}

extension Scaling: ExpressibleByArgument {}

extension CursorMode: ExpressibleByArgument {}
