package import Descriptors

/// When to ask a source again: at each frame, or where it tells of its pictures, when it has told.
///
/// A commit's frame callback leads; a timer stands behind it, so that a compositor that sends none (a hidden window)
/// stops nothing. Polls that find nothing new are spread out. It takes times in and gives moments out: it waits for
/// nobody, and is tested by simulation.
package struct PollSchedule {
    /// What a poll led to.
    package enum Outcome: Equatable, Sendable {
        /// A plane has another buffer, came, went or moved, and the change was committed.
        case changed
        /// Nothing is different. `repainted`: the same buffer was committed again with damage.
        case unchanged(repainted: Bool)
        /// No plane is on.
        case off
        /// Something is different and cannot be shown yet: an import is under way.
        case pending
    }

    /// Between two polls when there is no frame callback to wait for, one refresh of the output.
    package var period: Instant.Span
    /// The last moment at which something changed.
    private var lastChange: Instant
    /// A frame callback has been asked for and has not come.
    package private(set) var awaitsFrame = false
    /// The source tells when it has something.
    private let tells: Bool
    /// It has told and was not asked since.
    private var hasTold = false

    /// Polls stay at the output's rate for so long after a change.
    private static let activeSpan = Instant.Span.seconds(2)
    /// The longest between two polls of a quiet device that shows something: 4 Hz.
    private static let quietPeriod = Instant.Span.milliseconds(250)
    /// Between two polls of a device that shows nothing: 2 Hz.
    private static let offPeriod = Instant.Span.milliseconds(500)
    /// Between two polls when frame callbacks do not come: 1 Hz.
    private static let hiddenPeriod = Instant.Span.seconds(1)

    /// - Parameters:
    ///   - tells: the source need not be asked before it has told.
    ///   - period: the output's refresh; 60 Hz until it is known.
    package init(
        startingAt now: Instant, tells: Bool = false,
        period: Instant.Span = Instant.Span(nanoseconds: 16_666_667)
    ) {
        self.period = period
        self.tells = tells
        lastChange = now
    }

    /// The source has told that it has something.
    ///
    /// - Returns: when to ask it: now, or with the frame callback that is awaited.
    package mutating func told(at now: Instant) -> Instant {
        hasTold = true
        return awaitsFrame && tells ? now + Self.hiddenPeriod : now
    }

    /// Notes what a poll led to.
    ///
    /// - Parameter frameRequested: a frame callback was asked for with the commit.
    /// - Returns: when to poll again, unless a frame callback comes first.
    package mutating func polled(_ outcome: Outcome, frameRequested: Bool, at now: Instant) -> Instant {
        if outcome == .changed || outcome == .pending { lastChange = now }
        hasTold = false
        if frameRequested { awaitsFrame = true }
        if awaitsFrame && outcome != .pending { return now + Self.hiddenPeriod }
        if tells { return .distantFuture }
        return outcome == .off ? now + Self.offPeriod : now + interval(at: now)
    }

    /// A frame callback came.
    ///
    /// - Returns: when to poll: now, as long as the device is active.
    package mutating func frameDone(at now: Instant) -> Instant {
        awaitsFrame = false
        if tells { return hasTold ? now : .distantFuture }
        return now - lastChange < Self.activeSpan ? now : now + interval(at: now)
    }

    /// The frame callback will not come: the surface that it was asked of is empty.
    package mutating func frameLost() {
        awaitsFrame = false
    }

    /// One period while active; then as long as a sixteenth of the quiet time, which doubles about each second, up
    /// to 4 Hz.
    private func interval(at now: Instant) -> Instant.Span {
        let quiet = now - lastChange
        guard quiet >= Self.activeSpan else { return period }
        return min(max(period, Instant.Span(nanoseconds: quiet.nanoseconds / 16)), Self.quietPeriod)
    }
}
