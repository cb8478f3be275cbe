package import Descriptors
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

    private let source: any PlaneSource
    private let window: Window
    private let stage: Stage
    private let times: PresentationTimes?
    private let report: (String) -> Void
    private let loop: EventLoop
    private var schedule: PollSchedule
    private var timer: Timer?
    private var readiness: EventLoop.Token?
    private var frame: WlCallback?
    private var mode: Mode?
    /// A frame callback has said that it is time.
    private var isLatchDue = false
    /// The compositor has answered an import.
    private var isAnswered = false

    /// Before the guest has a mode. Surface-local units.
    private static let initialSize = Size(width: 1280, height: 720)

    /// - Parameter report: takes sentences for people.
    /// - Throws: `PresentationError.system`.
    package init(
        _ source: any PlaneSource, on compositor: Compositor, in loop: EventLoop,
        report: @escaping (String) -> Void
    ) throws(PresentationError) {
        self.source = source
        self.loop = loop
        self.report = report
        schedule = PollSchedule(startingAt: .now, tells: !source.isPolled)
        times = compositor.presentation.map { [statistics] in
            PresentationTimes($0, clock: compositor.presentationClock, statistics)
        }
        let faults = FaultLog(sourceGPU: { source.gpu }, compositorGPU: { compositor.gpu }, report)
        let returns = PictureReturns(source)
        let cache = BufferCache(source, compositor, statistics, faults, returns)
        do {
            window = try Window(
                compositor, title: Self.title(source.name, nil), preferredSize: Self.initialSize)
            stage = Stage(window, compositor, cache, times, statistics, faults, returns)
            timer = try Timer(in: loop) { [unowned self] in latch() }
            if let descriptor = source.descriptor {
                readiness = try loop.add(descriptor, .readable) { [unowned self] _ in receive() }
            }
        } catch {
            throw .system(error)
        }
        stage.onAnswer { [unowned self] in isAnswered = true }
        // What was judged by the compositor's old answer is judged again at a latch.
        compositor.importer?.onChange = { [unowned self] in
            source.prefer(stage.formats)
            isLatchDue = true
        }
        source.prefer(stage.formats)
        window.onClose = { [unowned self] in end(.closed) }
        window.onConfigure = { [unowned self] in latch(isForced: true) }
    }

    deinit {
        if let readiness { loop.remove(readiness) }
    }

    /// Ends the presentation; nothing is asked or committed any more.
    package func end(_ end: End) {
        timer?.cancel()
        let onEnd = onEnd
        self.onEnd = nil
        onEnd?(end)
    }

    /// Does what events have made due. To be called when all that came with them were seen: the releases among them say
    /// which buffers are free.
    package func latchIfDue() {
        if isLatchDue { return latch() }
        guard isAnswered, window.isConfigured, onEnd != nil else { return }
        // What was waited for is shown without asking again: a device may name another buffer each time it is asked.
        show(nil, isForced: false)
    }

    private func receive() {
        do {
            try source.receive()
            let now = Instant.now
            let next = schedule.told(at: now)
            if next > now { timer?.set(next) } else { latch() }
        } catch {
            end(.failed(.source(error)))
        }
    }

    /// Asks the source, and commits what is new.
    ///
    /// - Parameter isForced: the window was resized and awaits a commit.
    private func latch(isForced: Bool = false) {
        guard window.isConfigured, onEnd != nil else { return }
        isLatchDue = false
        statistics.polls += 1
        do {
            show(try source.snapshot(), isForced: isForced)
            statistics.droppedPictures = source.droppedPictures
        } catch {
            end(.failed(.source(error)))
        }
    }

    /// - Parameter snapshot: nil when nobody was asked: what the last one waits for, if it has come.
    private func show(_ snapshot: Snapshot?, isForced: Bool) {
        isAnswered = false
        var isFrameRequested = false
        do throws(SourceError) {
            let outcome = try stage.show(
                snapshot, canRepaint: !schedule.awaitsFrame && snapshot != nil, isForced: isForced
            ) { surface in
                guard !schedule.awaitsFrame else { return }
                requestFrame(surface)
                isFrameRequested = true
            }
            if stage.screen == nil {
                // The callback went with what was on the surface.
                frame = nil
                schedule.frameLost()
            }
            if let refresh = times?.refresh { schedule.period = refresh }
            if snapshot != nil || outcome == .changed {
                timer?.set(schedule.polled(outcome, frameRequested: isFrameRequested, at: .now))
            }
        } catch {
            return end(.failed(.source(error)))
        }
        tellOfMode()
        onLatch?()
    }

    private func requestFrame(_ surface: WlSurface) {
        frame = surface.frame()
        frame?.onEvent = { [unowned self] _ in
            let now = Instant.now
            let next = schedule.frameDone(at: now)
            if next > now { timer?.set(next) } else { isLatchDue = true }
        }
    }

    /// Keeps the title and the log up to date with the guest's mode, and with the way that its picture takes.
    private func tellOfMode() {
        let content = stage.screen
        let mode = content.map { Mode(layout: $0.plane.layout, path: $0.path) }
        guard mode != self.mode else { return }
        if mode?.layout != self.mode?.layout { window.setTitle(Self.title(source.name, mode?.layout)) }
        self.mode = mode
        if let mode {
            report("showing \(mode.layout), path \(mode.path.summary)")
        } else {
            report("the guest shows nothing; waiting for its driver to enable a plane")
        }
    }

    private struct Mode: Equatable {
        let layout: BufferLayout
        let path: PlanePath
    }

    private static func title(_ name: String, _ screen: BufferLayout?) -> String {
        guard let screen else { return "\(name) – waiting for the guest's driver" }
        return "\(name) – \(screen.width)×\(screen.height)"
    }
}
