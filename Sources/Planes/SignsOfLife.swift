internal import Descriptors

/// What a compositor was asked about commits, and what it has answered: whether it keeps up, and whether it draws at all.
struct SignsOfLife {
    /// Answers that were asked for and have not come (`Sign.times`).
    private(set) var unanswered = 0
    /// When the frame callback was asked for that has not come.
    private(set) var frameAsked: Instant?
    /// When the oldest answer was asked for that has not come.
    private var firstAsked: Instant?
    /// The last moment at which the compositor was seen to draw.
    private var last: Instant

    /// So long it may be silent; then it is asked whether it draws, and after as long again it does not.
    static let patience = Instant.Span.milliseconds(250)

    init(startingAt now: Instant) { last = now }

    /// How long it was not seen to draw.
    func silence(at now: Instant) -> Instant.Span { now - last }

    /// It was asked, and has not said anything for long.
    func isSilent(at now: Instant) -> Bool {
        firstAsked.map { now - $0 >= Self.patience } ?? false
    }

    /// It does not draw: a frame callback was asked for and does not come.
    func isGone(at now: Instant) -> Bool {
        guard let frameAsked else { return false }
        return now - frameAsked >= Self.patience && silence(at: now) >= Self.patience
    }

    mutating func asked(_ sign: LatchSchedule.Sign, at now: Instant) {
        if sign.contains(.times) { unanswered += 1 }
        if sign.contains(.frame) { frameAsked = now }
        if !sign.isEmpty && firstAsked == nil { firstAsked = now }
    }

    /// It has answered for a commit, which it may have drawn or not.
    mutating func answered() { unanswered = max(0, unanswered - 1) }

    /// It has drawn a commit that it was asked about.
    mutating func drew(at now: Instant) {
        answered()
        last = now
        firstAsked = nil
    }

    /// It draws, or is to be taken to: whatever it was asked, it may be asked anew.
    mutating func begin(at now: Instant) {
        self = SignsOfLife(startingAt: now)
    }
}
