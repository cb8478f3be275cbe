import Descriptors
import Glibc
import Input
import Planes
import Presentation
import Wayland

/// One run: a source, a window, a loop, and what ends it.
final class Viewer {
    private let loop: EventLoop
    private let presenter: Presenter
    private let driver: ConnectionDriver
    /// nil where nothing goes to the guest.
    private let sink: (any InputSink)?
    /// Why the run failed; nil when it was ended in order.
    private var failure: Failure?

    /// Opens the window.
    ///
    /// - Throws: `Failure` with the status of what is missing.
    init(
        _ source: any PlaneSource, _ options: Presenter.Options, _ input: InputOption
    ) throws(Failure) {
        do {
            loop = try EventLoop()
            sink = try input.sink(in: loop)
            let connection = try Connection()
            let compositor = try Compositor(on: connection)
            driver = try ConnectionDriver(connection, in: loop)
            presenter = try Presenter(
                source, on: compositor, through: driver, options: options, sink: sink,
                report: Console.log)
        } catch let error as Failure {
            throw error
        } catch let error as ConnectionError {
            throw Failure(.compositor, error.description)
        } catch let error as PresentationError {
            throw Failure(error)
        } catch {
            throw Failure(.resources, "the system is out of something: \(error)")
        }
    }

    /// What ends a run besides the user.
    struct Limits {
        /// Commits.
        var frames: Int?
        var duration: Instant.Span?
    }

    /// How and how often to print what is counted.
    struct Report {
        var format: StatisticsReporter.Format
        /// nil: at the end only.
        var period: Instant.Span?
    }

    /// Shows the device until something ends it.
    ///
    /// - Throws: `Failure` unless it was the user, a signal or a limit.
    func run(until limits: Limits, reporting report: Report?) throws(Failure) {
        presenter.onEnd = { [unowned self] end in
            if case .failed(let error) = end { failure = Failure(error) }
            loop.stop()
        }
        driver.beforeSending = { [unowned self] in presenter.latchIfDue() }
        driver.onFailure = { [unowned self] error in presenter.end(.failed(.compositor(error))) }
        let screenshots = Screenshots(presenter, in: loop)
        presenter.onScreenshot = { [unowned screenshots] in screenshots.take() }
        if let frames = limits.frames {
            presenter.onLatch = { [unowned self] in
                if presenter.statistics.commits >= frames { presenter.end(.closed) }
            }
        }
        do throws(SystemError) {
            let signals = try Signals([SIGINT, SIGTERM, SIGHUP], in: loop) { [unowned self] _ in
                presenter.end(.closed)
            }
            let alarm = try Timer(in: loop) { [unowned self] in presenter.end(.closed) }
            if let duration = limits.duration { alarm.set(.now + duration) }
            let reporter = try report.map { (report) throws(SystemError) in
                try StatisticsReporter(presenter.statistics, report.format, every: report.period, in: loop)
            }
            try loop.run()
            // What the guest believes to be held is released.
            sink?.finish()
            screenshots.finish()
            reporter?.report()
            withExtendedLifetime((signals, alarm)) {}
        } catch {
            throw Failure(.resources, "the system is out of something: \(error)")
        }
        if let failure { throw failure }
    }
}

extension Failure {
    /// What a presentation's error means for the program's end.
    fileprivate init(_ error: PresentationError) {
        let status: ExitStatus =
            switch error {
            case .compositor: .compositor
            case .source: .deviceLost
            case .system: .resources
            case .composited: .composited
            case .noOutput: .usage
            }
        self.init(status, error.description)
    }
}
