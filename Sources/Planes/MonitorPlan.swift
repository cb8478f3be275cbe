package import Descriptors

/// When the guest gets which monitor: it is to follow the window, but not each step of a resize, and not into a mode that it
/// cannot do.
///
/// Told what the window is like and what the guest shows; says what to plug in. It keeps no clock.
package struct MonitorPlan: Sendable {
    /// One thing to do.
    package enum Step: Equatable, Sendable {
        case unplug
        case plug(Monitor)
    }

    /// The monitor for the window as it is, and since when; nil before there was one.
    private var wanted: (monitor: Monitor, since: Instant)?
    private var isResizing = false
    /// What the guest has, and since when; nil before it was given one.
    private var plugged: (monitor: Monitor, since: Instant)?
    /// What it is to have as soon as it has seen that the one before is gone, and when that went.
    private var coming: (monitor: Monitor, unplugged: Instant)?
    /// The last one that the guest had a picture for.
    private var good: Monitor?
    /// The one that the guest showed nothing for: it is not tried again as long as the window stays so.
    private var bad: Monitor?
    /// When the guest must show something again, or the monitor that it has is a bad one.
    private var trial: Instant?
    /// The size of the guest's picture, in pixels; nil while there is none.
    private var picture: Size?

    /// A window that is being resized without the compositor's saying so changes its size more often than that, and a new
    /// one comes onto its output sooner.
    private static let settling = Instant.Span.milliseconds(250)
    /// How long a guest sees no monitor before it gets another (QEMU, hw/vfio/display.c: 100 ms).
    private static let gap = Instant.Span.milliseconds(100)
    /// Between two monitors: guests take their time to change the mode.
    private static let interval = Instant.Span.seconds(1)
    /// How long a guest may show nothing because of a monitor.
    private static let patience = Instant.Span.seconds(10)

    package init() {}

    /// The window has become so. It may be told as often as there is something to tell.
    ///
    /// - Parameter isResizing: the user has it by a corner.
    package mutating func want(_ monitor: Monitor, isResizing: Bool, at now: Instant) {
        if monitor != wanted?.monitor || self.isResizing && !isResizing { wanted = (monitor, now) }
        self.isResizing = isResizing
    }

    /// The guest shows a picture of this size, in pixels, or none.
    package mutating func shows(_ picture: Size?) { self.picture = picture }

    /// When there will be something to do, unless it is told of more; `distantFuture` when there is nothing.
    package var next: Instant {
        if let coming { return coming.unplugged + Self.gap }
        return min(due ?? .distantFuture, trial ?? .distantFuture)
    }

    /// What is to be done now, if anything.
    package mutating func step(at now: Instant) -> Step? {
        guard now >= next else { return nil }
        if let coming {
            self.coming = nil
            plugged = (coming.monitor, now)
            return .plug(coming.monitor)
        }
        if let trial, now >= trial {
            self.trial = nil
            if picture != nil {
                good = plugged?.monitor
            } else if let good, good != plugged?.monitor {
                bad = plugged?.monitor
                return replace(by: good, at: now)
            }
        }
        guard let due, now >= due, let wanted = wanted?.monitor else { return nil }
        // Of what is shown before the first monitor this much is known: the guest can do it.
        if let picture, good == nil { good = Monitor(size: picture, refresh: wanted.refresh) }
        // A guest that shows nothing may be off, or starting: then the monitor is not to blame.
        if picture != nil || trial != nil { trial = now + Self.gap + Self.patience }
        return replace(by: wanted, at: now)
    }

    private mutating func replace(by monitor: Monitor, at now: Instant) -> Step {
        coming = (monitor, now)
        return .unplug
    }

    /// When the guest is to have another monitor; nil when it is not. A guest that shows what the window wants is let be.
    private var due: Instant? {
        guard let (monitor, since) = wanted, !isResizing, monitor != plugged?.monitor, monitor != bad,
            monitor.size != picture
        else { return nil }
        return max(since + Self.settling, plugged.map { $0.since + Self.interval } ?? since)
    }
}
