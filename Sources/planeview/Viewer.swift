import Descriptors
import Glibc
import Input
import Planes
import Presentation
import Wayland

/// One run: a connection, a loop, the windows of all devices, or one to choose a device by, and what ends them. It ends with
/// the last window.
final class Viewer {
    private let loop: EventLoop
    private let compositor: Compositor
    private let driver: ConnectionDriver
    private var options: Viewing.Options
    /// Takes the user's hands to the guest, of which there is one then; nil for nothing.
    private let sink: (any InputSink)?
    private var viewings: [Viewing] = []
    private var chooser: DeviceChooser?
    /// The user has chosen, or wants to see nothing.
    private var hasChosen = false
    /// Why it failed first; nil when all was ended in order.
    private(set) var status: ExitStatus?

    /// Connects to the compositor.
    ///
    /// - Parameters:
    ///   - options: of each window.
    ///   - sink: makes what takes the user's hands to the guest.
    /// - Throws: `Failure` with the status of what is missing.
    init(
        _ options: Viewing.Options, sink: (EventLoop) throws(Failure) -> (any InputSink)?
    ) throws(Failure) {
        self.options = options
        do {
            loop = try EventLoop()
            self.sink = try sink(loop)
            let connection = try Connection()
            compositor = try Compositor(on: connection, report: Console.log)
            driver = try ConnectionDriver(connection, in: loop)
        } catch let error as Failure {
            throw error
        } catch let error as ConnectionError {
            throw Failure(.compositor, error.description)
        } catch {
            throw Failure(.resources, "the system is out of something: \(error)")
        }
    }

    /// Opens a window, or says why there is none.
    ///
    /// - Parameter device: what the user calls it.
    func show(_ opened: OpenedDevice, named device: String, saying say: @escaping (String) -> Void) {
        do throws(Failure) {
            viewings.append(
                try Viewing(
                    opened.source, named: device, on: compositor, through: driver, in: loop, options,
                    sink ?? opened.sink, saying: say))
            // It is one window's.
            options.presenter.window.activationToken = nil
        } catch {
            say(error.message)
            fail(error.status)
        }
    }

    /// Opens a window that offers devices, the one that is chosen of which is shown.
    ///
    /// - Parameter open: opens a device.
    /// - Throws: `PresentationError.text` where no text can be drawn; `system`.
    func offer(
        _ choices: DeviceChoices, opening open: @escaping (DeviceChoice) throws(Failure) -> OpenedDevice
    ) throws(PresentationError) {
        let chooser = try DeviceChooser(choices, on: compositor, in: loop, options.presenter.window)
        options.presenter.window.activationToken = nil
        chooser.onChoice = { [unowned self, unowned chooser] choice in
            guard !hasChosen else { return }
            do throws(Failure) {
                let opened = try open(choice)
                hasChosen = true
                show(opened, named: choice.device, saying: { Console.log($0) })
            } catch {
                Console.log(error.message)
                chooser.refuse(error.message)
            }
        }
        chooser.onClose = { [unowned self] in hasChosen = true }
        self.chooser = chooser
    }

    /// Shows the windows until each of them is ended by its user, by a signal or a limit, or by something that failed.
    ///
    /// - Parameter duration: after which all are ended; nil for no limit.
    /// - Throws: `Failure` where the system is out of something.
    func run(for duration: Instant.Span?) throws(Failure) {
        driver.beforeSending = { [unowned self] in
            for viewing in viewings { viewing.latchIfDue() }
            clear()
        }
        driver.onFailure = { [unowned self] error in
            Console.log(error.description)
            fail(.compositor)
            endAll()
            // Nothing comes before the next wait any more.
            loop.stop()
        }
        do throws(SystemError) {
            let signals = try Signals([SIGINT, SIGTERM, SIGHUP], in: loop) { [unowned self] _ in
                endAll()
            }
            let alarm = try Timer(in: loop) { [unowned self] in endAll() }
            if let duration { alarm.set(.now + duration) }
            if !viewings.isEmpty || chooser != nil { try loop.run() }
            clear()
            for viewing in viewings { viewing.finish() }
            withExtendedLifetime((signals, alarm)) {}
        } catch {
            throw Failure(.resources, "the system is out of something: \(error)")
        }
    }

    private func endAll() {
        hasChosen = true
        for viewing in viewings { viewing.end() }
    }

    /// Takes away the windows that have ended; when there is none left, the run is over.
    private func clear() {
        if hasChosen { chooser = nil }
        var isOver = chooser == nil
        for viewing in viewings {
            viewing.clear()
            if let failure = viewing.failure { fail(failure.status) }
            if viewing.isOpen { isOver = false }
        }
        if isOver { loop.stop() }
    }

    private func fail(_ status: ExitStatus) {
        self.status = self.status ?? status
    }
}
