import Descriptors
import Input
import Planes
import Presentation

/// A device in a window of its own: what is said of it, what is counted, and how it ended. The windows of a run know
/// nothing of each other.
final class Viewing {
    /// How it is done.
    struct Options {
        var presenter = Presenter.Options()
        /// It ends after so many commits; nil for no limit.
        var frames: Int?
        /// nil where nothing that is counted is printed.
        var report: Report?
        /// Where screenshots go.
        var pictures = PicturePlace.closed
    }

    /// How and how often to print what is counted.
    struct Report {
        var format: StatisticsReporter.Format
        /// nil: at the end only.
        var period: Instant.Span?
    }

    /// nil when the window is gone: nothing here keeps the device open then.
    private(set) var device: ShownDevice?
    /// Why it failed; nil as long as it has not, and where it was ended in order.
    private(set) var failure: Failure?
    /// nil when the window is gone.
    private var presenter: Presenter?
    private var sink: (any InputSink)?
    private var hasEnded = false
    private let screenshots: Screenshots
    private var reporter: StatisticsReporter?

    /// Opens the window.
    ///
    /// - Parameter sink: takes the user's hands to the guest; nil for nothing.
    /// - Throws: `Failure` with the status of what is missing.
    init(
        _ device: ShownDevice, on compositor: Compositor, through driver: ConnectionDriver,
        in loop: EventLoop,
        _ options: Options, _ sink: (any InputSink)?
    ) throws(Failure) {
        self.device = device
        let presenter: Presenter
        do {
            presenter = try Presenter(
                device.opened.source, on: compositor, through: driver, options: options.presenter, sink: sink,
                clipboard: device.opened.clipboard, report: device.say)
        } catch {
            throw Failure(error)
        }
        self.presenter = presenter
        self.sink = sink
        screenshots = Screenshots(to: options.pictures, in: loop, saying: device.say)
        do {
            reporter = try options.report.map { (report) throws(SystemError) in
                try StatisticsReporter(
                    presenter.statistics, of: device.name, report.format, every: report.period, in: loop,
                    saying: device.say)
            }
        } catch {
            throw Failure(.resources, "the system is out of something: \(error)")
        }
        presenter.onEnd = { [unowned self] end in
            if case .failed(let error) = end { failure = Failure(error) }
            hasEnded = true
        }
        presenter.onScreenshot = { [unowned self, unowned presenter] in screenshots.take(of: presenter) }
        if let frames = options.frames {
            presenter.onLatch = { [unowned presenter] in
                if presenter.statistics.commits >= frames { presenter.end(.closed) }
            }
        }
    }

    /// Whether the window is there.
    var isOpen: Bool { presenter != nil }

    /// Whether it is there, and nobody and nothing has ended it.
    var isWanted: Bool { isOpen && !hasEnded }

    /// Does what is due before a wait.
    func latchIfDue() { presenter?.latchIfDue() }

    /// Ends the window, as its user would.
    func end() { presenter?.end(.closed) }

    /// Takes the window away if it has ended, and says why it failed. Not to be called from within anything that the window
    /// calls: nothing of it is left afterwards, but for a screenshot that is being written.
    func clear() {
        guard hasEnded, presenter != nil else { return }
        reporter?.report()
        reporter = nil
        presenter = nil
        // What the guest believes to be held is released.
        sink?.finish()
        sink = nil
        device?.opened.clipboard?.finish()
        if let failure { device?.say(failure.message) }
        device = nil
    }

    /// Waits for what is still being written.
    func finish() { screenshots.finish() }
}

extension Failure {
    /// What a presentation's error means for the program's end.
    init(_ error: PresentationError) {
        let status: ExitStatus =
            switch error {
            case .compositor(let error): Failure(error).status
            case .source: .deviceLost
            case .system, .text: .resources
            case .composited: .composited
            case .noOutput: .usage
            }
        self.init(status, error.description)
    }
}
