internal import Descriptors

/// What a compositor was asked about commits, and what it has answered: whether it keeps up, and whether it draws at all.
struct SignsOfLife {
    /// How many answers were asked for (`Sign.times`), from the beginning.
    private(set) var asked = 0
    /// So many of them have come, or need not: a later one has.
    private var answered = 0
    /// How many had been asked for when the frame callback was.
    private var askedBeforeFrame = 0
    /// When the frame callback was asked for that has not come.
    private(set) var frameAsked: Instant?
    /// When the oldest answer was asked for that has not come.
    private var firstAsked: Instant?
    /// The last moment at which the compositor was seen to draw.
    private var last: Instant

    /// So long it may be silent; then it is asked whether it draws, and after as long again it does not.
    static let patience = Instant.Span.milliseconds(250)

    init(startingAt now: Instant) { last = now }

    /// Answers that were asked for and have not come.
    var unanswered: Int { asked - answered }

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
        if sign.contains(.times) { asked += 1 }
        if sign.contains(.frame) {
            frameAsked = now
            askedBeforeFrame = asked
        }
        if !sign.isEmpty && firstAsked == nil { firstAsked = now }
    }

    /// It has answered for a commit, which it may have drawn or not, and so for those before it.
    mutating func answered(_ number: Int) { answered = max(answered, min(number, asked)) }

    /// It has drawn a commit that it was asked about.
    mutating func drew(_ number: Int, at now: Instant) {
        answered(number)
        last = now
        firstAsked = nil
    }

    /// It draws what it was given before the frame callback was asked for.
    mutating func frameCame(at now: Instant) {
        frameAsked = nil
        drew(askedBeforeFrame, at: now)
    }

    /// It is to be taken to draw: whatever it was asked, it may be asked anew.
    mutating func begin(at now: Instant) {
        answered = asked
        frameAsked = nil
        firstAsked = nil
        last = now
    }
}
