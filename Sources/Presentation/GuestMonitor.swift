internal import Descriptors
internal import Planes

/// Has the guest's monitor follow the window, so that a guest that drives it fills the window pixel for pixel.
final class GuestMonitor {
    /// Whether the window may have changed since it was looked at.
    var isStale = true

    private let source: any PlaneSource
    private let window: Window
    private let loop: EventLoop
    private let report: (String) -> Void
    private var plan = MonitorPlan()
    private var picture: Size?
    private var alarm: Alarm?
    /// What was said of the source's refusals.
    private var said: String?

    /// Guests know no smaller modes.
    private static let smallest = Size(width: 320, height: 200)
    /// What the gate lets through.
    private static let largest: Int32 = 16384

    init(
        _ source: any PlaneSource, _ window: Window, in loop: EventLoop, _ report: @escaping (String) -> Void
    ) {
        self.source = source
        self.window = window
        self.loop = loop
        self.report = report
        alarm = Alarm(in: loop) { [unowned self] in act() }
    }

    /// Looks at what has changed with a latch.
    ///
    /// - Parameter picture: the size of what the guest shows, in pixels; nil for nothing.
    func follow(_ picture: Size?) {
        guard isStale || picture != self.picture else { return }
        isStale = false
        self.picture = picture
        plan.shows(picture)
        plan.want(wanted, isResizing: window.isResizing, at: loop.now)
        alarm?.set(plan.next)
    }

    private func act() {
        while let step = plan.step(at: loop.now) {
            do {
                switch step {
                case .unplug: try source.plug(nil)
                case .plug(let monitor): try source.plug(monitor)
                }
            } catch {
                // A source that is lost says so when it is asked for its planes.
                if said != error.description { report(error.description) }
                said = error.description
            }
        }
        alarm?.set(plan.next)
    }

    private var wanted: Monitor {
        let output = window.output
        let size = wantedSize
        // Hertz in thousandths, of nanoseconds.
        let refresh = output?.period.map { Int32(clamping: 1_000_000_000_000 / max(1, $0.nanoseconds)) }
        return Monitor(size: size, millimetres: output?.millimetres(of: size), refresh: refresh ?? 60_000)
    }

    private var wantedSize: Size {
        // Several pictures may fill a window alike: the one that does it now is as good as another.
        if let picture, Letterbox.window(for: picture, at: window.scale) == window.size { return picture }
        let size = Letterbox.picture(filling: window.size, at: window.scale)
        return Size(
            width: min(max(size.width, Self.smallest.width), Self.largest),
            height: min(max(size.height, Self.smallest.height), Self.largest))
    }
}
