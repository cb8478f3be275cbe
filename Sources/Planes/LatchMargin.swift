package import Descriptors

/// How long before a refresh of one output a commit must be made to be shown at it. Learned, as no compositor says it: it
/// takes commits in up to some moment, draws, and shows what it drew.
///
/// It shrinks while commits make their refresh. One that misses marks what is too short; from there on it stays a reserve
/// above that, and tries less from time to time, more rarely the more often that fails. A compositor that shows everything
/// some refreshes later (a queue, or drawing that takes longer than a refresh) misses nothing: what counts is whether it got
/// later than it was.
package struct LatchMargin: Sendable {
    package private(set) var span: Instant.Span

    private let period: Instant.Span
    /// How many refreshes after the one that it was made for a commit in time is shown; nil before the first.
    private var depth: Int64?
    /// What has been too short; nil while nothing was.
    private var tooShort: Instant.Span?
    /// What is kept above that.
    private var reserve: Instant.Span
    /// How much less is tried the next time.
    private var step: Instant.Span
    /// It was made less, and has not held for long.
    private var isTrying = false
    private var madeInRow = 0
    private var missedInRow = 0
    /// So many commits must make their refresh before less is tried.
    private var patience = Self.leastPatience

    /// 2 s and 160 s at 60 Hz.
    private static let leastPatience = 120
    private static let greatestPatience = 9600
    /// So many misses in a row are a compositor that has become slower.
    private static let missLimit = 8

    /// - Parameter period: between two refreshes of the output.
    package init(period: Instant.Span) {
        self.period = period
        span = period
        reserve = period / 32
        step = period / 64
    }

    /// Whether it was learned at this rate of refreshes, or nearly so: compositors round.
    package func isFor(_ period: Instant.Span) -> Bool {
        abs((period - self.period).nanoseconds) * 50 < self.period.nanoseconds
    }

    /// How many refreshes late everything is shown.
    package var queueDepth: Int64 { max(0, depth ?? 0) }

    /// Notes that a commit was shown.
    ///
    /// - Parameters:
    ///   - margin: how long before its refresh it was made.
    ///   - planned: how long before it was to be made, by the margin of that time.
    ///   - late: how many refreshes after that one it was shown; negative for before.
    /// - Returns: whether it missed its refresh.
    package mutating func shown(
        _ margin: Instant.Span, planned: Instant.Span, late: Int64
    ) -> Bool {
        let isMissed = late > depth ?? late
        // One that was made earlier than planned (a window was resized) says nothing of what is planned.
        guard margin <= planned + reserve else { return isMissed }
        if isMissed {
            missed(margin, planned)
        } else {
            depth = late
            missedInRow = 0
            // Of several on their way, those that were planned before the last step do not make another.
            if margin <= span + reserve { made() }
        }
        return isMissed
    }

    private mutating func made() {
        madeInRow += 1
        let goal = (tooShort ?? .zero) + reserve
        if span > goal {
            // Large steps until something is known.
            span = max(goal, span - period / (tooShort == nil ? 16 : 128))
        } else if madeInRow >= patience, let tooShort {
            self.tooShort = max(.zero, tooShort - step)
            // What held is made less by more.
            step = isTrying ? min(step * 2, period / 8) : period / 64
            reserve = max(period / 32, reserve / 2)
            isTrying = true
            madeInRow = 0
        }
    }

    private mutating func missed(_ margin: Instant.Span, _ planned: Instant.Span) {
        missedInRow += 1
        madeInRow = 0
        if missedInRow >= Self.missLimit {
            let depth = depth
            self = LatchMargin(period: period)
            self.depth = depth.map { $0 + 1 }
            return
        }
        if let tooShort, margin <= tooShort {
            // Made before that was known.
            if planned <= tooShort { return }
            // The commit came later than planned: they must be planned earlier.
            reserve = min(reserve * 2, period / 4)
        } else {
            tooShort = margin
            if isTrying { patience = min(patience * 2, Self.greatestPatience) }
        }
        isTrying = false
        span = min((tooShort ?? margin) + reserve * 2, period * 3 / 2)
    }
}
