import Descriptors
import Glibc
import Input
import Planes
import Presentation
import Wayland

/// One run: a connection, a loop, the windows of all devices, or one to choose a device by, and what ends them. It ends with
/// the last window; or with the compositor, unless its return is waited for.
final class Viewer {
    private let loop: EventLoop
    /// nil while there is no compositor.
    private var session: Session?
    private var options: Viewing.Options
    /// Takes the user's hands to the guest, of which there is one then; nil for nothing.
    private let sink: (any InputSink)?
    private var viewings: [Viewing] = []
    private var chooser: DeviceChooser?
    /// The user has chosen, or wants to see nothing.
    private var hasChosen = false
    /// nil where the compositor's end is the run's.
    private let compositorReturn: CompositorReturn?
    /// What gets windows when the compositor is back.
    private var awaiting: [ShownDevice] = []
    /// Why it failed first; nil when all was ended in order.
    private(set) var status: ExitStatus?

    /// Connects to the compositor.
    ///
    /// - Parameters:
    ///   - options: of each window.
    ///   - awaitsCompositor: a compositor that goes is waited for.
    ///   - sink: makes what takes the user's hands to the guest.
    /// - Throws: `Failure` with the status of what is missing.
    init(
        _ options: Viewing.Options, awaitsCompositor: Bool,
        sink: (EventLoop) throws(Failure) -> (any InputSink)?
    ) throws(Failure) {
        self.options = options
        do {
            loop = try EventLoop()
        } catch {
            throw Failure(.resources, "the system is out of something: \(error)")
        }
        self.sink = try sink(loop)
        compositorReturn = awaitsCompositor ? CompositorReturn(in: loop) : nil
        let session = try Session(in: loop)
        self.session = session
        attach(session)
        compositorReturn?.onStart = { [unowned self] in leave() }
        compositorReturn?.onReturn = { [unowned self] in comeBack($0) }
    }

    /// Opens a window, or says why there is none.
    func show(_ device: ShownDevice) {
        guard let session else { return }
        do throws(Failure) {
            viewings.append(
                try Viewing(
                    device, on: session.compositor, through: session.driver, in: loop, options,
                    sink ?? device.opened.sink))
            // It is one window's.
            options.presenter.window.activationToken = nil
        } catch {
            device.say(error.message)
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
        guard let session else { return }
        let chooser = try DeviceChooser(choices, on: session.compositor, in: loop, options.presenter.window)
        options.presenter.window.activationToken = nil
        chooser.onChoice = { [unowned self, unowned chooser] choice in
            guard !hasChosen else { return }
            do throws(Failure) {
                let opened = try open(choice)
                hasChosen = true
                show(ShownDevice(name: choice.device, opened: opened, say: { Console.log($0) }))
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
        awaiting = []
        for viewing in viewings { viewing.end() }
        // Without a connection nothing comes before the next wait.
        if session == nil { loop.stop() }
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

    // MARK: The compositor's coming and going

    private func attach(_ session: Session) {
        session.driver.beforeSending = { [unowned self] in
            for viewing in viewings { viewing.latchIfDue() }
            clear()
        }
        session.driver.onFailure = { [unowned self] error in
            if let compositorReturn, error.isHangUp, viewings.contains(where: \.isWanted) {
                Console.log("the compositor is gone; waiting for it to come back")
                return compositorReturn.start()
            }
            Console.log(error.description)
            fail(Failure(error).status)
            endAll()
            // Nothing comes before the next wait any more.
            loop.stop()
        }
    }

    /// Lets go of what was the compositor's. The devices stay open.
    private func leave() {
        awaiting = viewings.filter(\.isWanted).compactMap(\.device)
        chooser = nil
        for viewing in viewings {
            viewing.end()
            viewing.clear()
        }
        session = nil
    }

    private func comeBack(_ session: Session) {
        self.session = session
        attach(session)
        Console.log("the compositor is back")
        let devices = awaiting
        awaiting = []
        for device in devices { show(device) }
    }

    private func fail(_ status: ExitStatus) {
        self.status = self.status ?? status
    }
}
