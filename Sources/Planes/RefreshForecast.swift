internal import Descriptors

/// What is known of an output's refreshes: when they are, and how long before one a commit must be made. Of each output that
/// commits were shown on, what was learned is kept.
struct RefreshForecast {
    /// Between two refreshes where no grid is known: by the output's mode.
    var nominalPeriod: Instant.Span

    private var grid: RefreshGrid?
    private var output: UInt32 = 0
    /// Of that output; nil before the first commit was shown.
    private var learned: LatchMargin?
    /// Of others.
    private var margins: [UInt32: LatchMargin] = [:]

    /// An output's grid is good for so long.
    private static let gridSpan = Instant.Span.seconds(2)
    /// A refresh outside of 10 to 1000 Hz is none to go by.
    private static let plausiblePeriod = Instant.Span.milliseconds(1)...Instant.Span.milliseconds(100)
    /// What is shown is told of about when it is; another time is of another clock.
    private static let plausibleDelay = Instant.Span.milliseconds(-100)...Instant.Span.seconds(1)

    init(nominalPeriod: Instant.Span) { self.nominalPeriod = nominalPeriod }

    var period: Instant.Span { grid?.period ?? nominalPeriod }
    var margin: Instant.Span { learned?.span ?? period }
    /// How many refreshes late everything is shown.
    var queueDepth: Int { Int(learned?.queueDepth ?? 0) }
    /// Whether refreshes have ever been told, and are regular.
    var isKnown: Bool { grid != nil }

    /// Whether the next refreshes can be told.
    func isFresh(at now: Instant) -> Bool { freshGrid(at: now) != nil }

    /// The first refresh that a commit made now may make; nil where none is known.
    func coming(at now: Instant) -> Instant? { freshGrid(at: now)?.first(from: now + margin) }

    /// The refresh whose latch is nearest to a moment; nil where none is known.
    func nearest(to moment: Instant) -> Instant? {
        freshGrid(at: moment).map { $0.first(from: moment + margin - $0.period / 2) }
    }

    /// Takes in that a commit was shown.
    ///
    /// - Returns: whether it missed its refresh.
    mutating func shown(_ commit: LatchSchedule.Commit, _ fate: LatchSchedule.Fate, at now: Instant) -> Bool {
        // A compositor on another clock tells times that mean nothing here.
        guard Self.plausibleDelay.contains(now - fate.shown) else { return false }
        if fate.output != output {
            margins[output] = learned
            learned = margins[fate.output]
            output = fate.output
        }
        guard Self.plausiblePeriod.contains(fate.period) else {
            // Variable refresh: what is committed is shown as soon as may be, and there is nothing to be late for.
            grid = nil
            return false
        }
        let grid = RefreshGrid(anchor: fate.shown, period: fate.period)
        self.grid = grid
        guard let refresh = commit.refresh else { return false }
        if learned?.isFor(fate.period) != true { learned = LatchMargin(period: fate.period) }
        return learned?.shown(
            refresh - commit.latched, planned: commit.margin,
            late: grid.count(from: refresh, to: fate.shown)) ?? false
    }

    private func freshGrid(at now: Instant) -> RefreshGrid? {
        guard let grid, now - grid.anchor < Self.gridSpan else { return nil }
        return grid
    }
}
