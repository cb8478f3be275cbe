internal import Descriptors
package import Input
package import Planes
internal import Wayland

/// Shows a source's planes in a window. It says when: the latch, at which the source is asked and the result committed.
package final class Presenter {
    /// Why the presentation ended.
    package enum End {
        /// The user closed the window.
        case closed
        case failed(PresentationError)
    }

    package let statistics = Statistics()
    /// Called once, when there is nothing to be shown any more.
    package var onEnd: ((End) -> Void)?
    /// Called after each latch.
    package var onLatch: (() -> Void)?
    /// Called when the user wants a picture of what is shown.
    package var onScreenshot: (() -> Void)?

    private let source: any PlaneSource
    private let compositor: Compositor
    private let driver: ConnectionDriver
    private let window: Window
    let input: WindowInput
    /// nil where nothing goes to the guest.
    private let forwarder: InputForwarder?
    private let idleInhibition: IdleInhibition
    private let contentHint: ContentHint
    private let stage: Stage
    private let times: PresentationTimes?
    private let overlay: StatisticsOverlay
    private let announcer: Announcer
    /// nil where the guest's monitor is to stay what it is.
    private let guestMonitor: GuestMonitor?
    private let options: Options
    private let loop: EventLoop
    private let schedule: LatchSchedule
    private var alarm: Alarm?
    private var readiness: EventLoop.Token?
    private var frame: WlCallback?
    /// The compositor has answered an import.
    private var isAnswered = false
    /// The window was resized, or the compositor has changed its mind: all is to be looked at again.
    private var isForced = false

    /// When the first picture was shown.
    private var firstShown: Instant?

    /// A compositor takes some frames to decide that a window may be scanned out.
    private static let zeroCopyGrace = Instant.Span.seconds(1)
    /// Before the guest has a mode. Surface-local units.
    private static let initialSize = Size(width: 1280, height: 720)
    /// A latch that is due so soon is done now: to sleep again would cost more.
    private static let slack = Instant.Span.milliseconds(1)
    /// Between two looks at a socket that takes no more.
    private static let fullPeriod = Instant.Span.milliseconds(250)

    /// - Parameters:
    ///   - sink: takes what the user does to the guest; nil for nobody.
    ///   - clipboard: the guest's; nil where nothing is exchanged.
    ///   - report: takes sentences for people.
    /// - Throws: `PresentationError.system`; `composited` where nobody could tell; `noOutput`.
    package init(
        _ source: any PlaneSource, on compositor: Compositor, through driver: ConnectionDriver,
        options: Options = Options(), sink: (any InputSink)? = nil,
        clipboard: (any GuestClipboard)? = nil, report: @escaping (String) -> Void
    ) throws(PresentationError) {
        self.source = source
        self.compositor = compositor
        self.driver = driver
        self.options = options
        loop = driver.loop
        if options.requiresZeroCopy && compositor.presentation == nil {
            throw .composited("it does not say how it shows pictures (wp_presentation)")
        }
        if let name = options.window.output, compositor.outputs.output(named: name) == nil {
            throw .noOutput(name, names: compositor.outputs.names)
        }
        times = compositor.presentation.map { [statistics] in
            PresentationTimes($0, clock: compositor.presentationClock, statistics)
        }
        schedule = LatchSchedule(
            startingAt: loop.now, guide: times == nil ? .frames : .times, tells: !source.isPolled,
            repaint: options.repaint)
        let faults = FaultLog(sourceGPU: { source.gpu }, compositorGPU: { compositor.gpu }, report)
        let returns = PictureReturns(source)
        let cache = BufferCache(source, compositor, statistics, faults, returns)
        do {
            window = try Window(
                compositor, title: Announcer.title(source.name, nil), preferredSize: Self.initialSize,
                options.window)
            input = WindowInput(window.surface, compositor.seats, options.window.hotkeys)
            idleInhibition = IdleInhibition(compositor.idleInhibitors, window.surface)
            stage = Stage(
                window, compositor, cache, statistics, faults, returns, options.repaint, options.scaling,
                options.cursor)
            contentHint = ContentHint(compositor.contentTypes, [window.surface] + stage.screenSurfaces)
        } catch {
            throw .system(error)
        }
        // What nobody sees waits for the next commit.
        let commit = { [window, schedule, loop] in
            if window.isConfigured && !schedule.isHidden(at: loop.now) { window.surface.commit() }
        }
        let placeholder = Placeholder(
            TextSurface(on: window, compositor, at: .centre, report), in: loop, commit: commit)
        announcer = Announcer(source, window, stage, placeholder, report)
        guestMonitor = options.resizesGuest ? GuestMonitor(source, window, in: loop, report) : nil
        forwarder = sink.map { [stage, input] sink in
            InputForwarder(sink, input, options.input) { stage.letterbox }
        }
        overlay = StatisticsOverlay(
            TextSurface(on: window, compositor, at: .topLeft, report), statistics, in: loop, commit: commit)
        do {
            if let descriptor = source.descriptor {
                readiness = try loop.add(descriptor, .readable) { [unowned self] _ in receive() }
            }
        } catch {
            throw .system(error)
        }
        // It ends the wait: what is due is done before the next one.
        alarm = Alarm(in: loop) {}
        // The compositor is to say how large the window is.
        alarm?.set(.distantFuture, defersEvents: false)
        stage.onAnswer { [unowned self] in isAnswered = true }
        // What was judged by the compositor's old answer is judged again at a latch.
        compositor.importer?.onChange[ObjectIdentifier(self)] = { [unowned self] in
            source.prefer(stage.formats)
            isForced = true
        }
        source.prefer(stage.formats)
        times?.onShown = { [unowned self] commit, fate, isZeroCopy in
            if schedule.shown(commit, fate, at: loop.now) { statistics.missedRefreshes += 1 }
            if options.requiresZeroCopy { demandZeroCopy(isZeroCopy, at: fate.shown) }
        }
        times?.onDiscarded = { [unowned self] in schedule.discarded($0, at: loop.now) }
        window.onClose = { [unowned self] in end(.closed) }
        window.onConfigure = { [unowned self] in
            isForced = true
            guestMonitor?.isStale = true
        }
        window.onOutput = { [unowned self] output in
            guestMonitor?.isStale = true
            if let period = compositor.outputs[output]?.period { schedule.nominalPeriod = period }
        }
        window.onSuspend = { [unowned self] in schedule.suspended($0, at: loop.now) }
        if options.overlay { overlay.toggle() }
        input.onStir = { [unowned self] in schedule.stirred(at: loop.now) }
        input.onAction = { [unowned self] in act($0) }
        input.clipboard = clipboard.map { [loop] in WindowClipboard($0, in: loop) }
        forwarder?.onHint = { [unowned self] in announcer.hint = $0 }
        // The cursor changes surfaces.
        if options.cursor == .host { input.onPointer = { [unowned self] in isForced = true } }
    }

    deinit {
        compositor.importer?.onChange[ObjectIdentifier(self)] = nil
        if let readiness { loop.remove(readiness) }
    }

    /// Ends the presentation; nothing is asked or committed any more.
    package func end(_ end: End) {
        alarm?.cancel()
        forwarder?.end()
        input.clipboard = nil
        let onEnd = onEnd
        self.onEnd = nil
        onEnd?(end)
    }

    /// Shows what is counted in the window, or hides it.
    package func toggleOverlay() { overlay.toggle() }

    private func act(_ action: HotkeyAction) {
        switch action {
        case .toggleFullscreen: window.toggleFullscreen()
        case .toggleOverlay: toggleOverlay()
        case .takeScreenshot: onScreenshot?()
        case .close: end(.closed)
        }
    }

    /// What people call the source.
    package var name: String { source.name }

    /// A picture of what is shown now, of the planes' memory: where only a GPU reads that, there is none.
    ///
    /// - Throws: `ScreenshotError`.
    package func picture() throws(ScreenshotError) -> ScreenPicture { try stage.picture() }

    /// Does what is due. To be called before each wait, when all that came with the last one was seen.
    package func latchIfDue() {
        guard window.isConfigured, onEnd != nil else { return }
        if isDue && alarm?.defersEvents == true {
            // What was slept through goes first: what was shown when, and which buffers are free.
            driver.receive()
            guard onEnd != nil else { return }
        }
        let now = loop.now
        if isDue {
            latch(at: now)
        } else if isAnswered {
            // What was waited for is shown without asking again: a device may name another buffer each time it is asked.
            show(nil, at: now)
        }
        setAlarm(at: now)
    }

    private var isDue: Bool { isForced || schedule.next <= loop.now + Self.slack }

    private func receive() {
        do {
            try source.receive()
            schedule.tells = !source.isPolled
            schedule.told(at: loop.now)
        } catch {
            end(.failed(.source(error)))
        }
    }

    /// Asks the source, and commits what is new.
    private func latch(at now: Instant) {
        // While the socket takes nothing, what is committed would only pile up.
        guard !driver.isFull else { return }
        guard schedule.mayAsk(at: now) || isForced else { return show(nil, at: now) }
        statistics.polls += 1
        do {
            let snapshot = try source.snapshot()
            schedule.tells = !source.isPolled
            statistics.droppedPictures = source.droppedPictures
            show(snapshot, at: now)
        } catch {
            end(.failed(.source(error)))
        }
    }

    /// - Parameter snapshot: nil when nobody was asked: what the last one waits for, if it has come.
    private func show(_ snapshot: Snapshot?, at now: Instant) {
        let terms = Stage.Terms(
            mayCommit: schedule.mayCommit(at: now),
            mayRepaint: snapshot?.isAbsent == false && schedule.mayRepaint(at: now),
            isForced: isForced, isPointed: input.isPointed, isSignDue: schedule.isSignDue(at: now))
        isAnswered = false
        isForced = false
        contentHint.isVideo = source.isVideo
        let commit = schedule.commit(at: now)
        var asked = LatchSchedule.Sign()
        do throws(SourceError) {
            let outcome = try stage.show(snapshot, terms) { surface, plane in
                asked = schedule.sign(at: now)
                if asked.contains(.frame) { requestFrame(surface) }
                if asked.contains(.times) { times?.watch(surface, commit, captured: plane.captured) }
            }
            if !stage.hasScreen {
                // The callback went with what was on the surface.
                frame = nil
                asked = []
                schedule.signLost(at: now)
            }
            schedule.latched(
                outcome.outcome, outcome.isCommitted ? commit : nil, asked: asked, ofSource: snapshot != nil,
                at: now)
        } catch {
            return end(.failed(.source(error)))
        }
        input.look = stage.pointerLook
        idleInhibition.isWanted = window.isFullscreen && stage.hasScreen && schedule.isActive(at: now)
        announcer.tell(isAbsent: snapshot?.isAbsent, at: now)
        guestMonitor?.follow(stage.screen.map { Size($0.plane.layout) })
        onLatch?()
    }

    private func setAlarm(at now: Instant) {
        guard onEnd != nil else { return }
        if driver.isFull {
            alarm?.set(now + Self.fullPeriod)
        } else {
            alarm?.set(schedule.next, defersEvents: schedule.sleepsThroughEvents(at: now))
        }
    }

    private func demandZeroCopy(_ isZeroCopy: Bool, at shown: Instant) {
        let first = firstShown ?? shown
        firstShown = first
        guard !isZeroCopy, shown - first >= Self.zeroCopyGrace, let reason = stage.compositedReason else {
            return
        }
        end(.failed(.composited(reason.description)))
    }

    private func requestFrame(_ surface: WlSurface) {
        frame = surface.frame()
        frame?.onEvent = { [unowned self] _ in schedule.frameDone(at: loop.now) }
    }
}
