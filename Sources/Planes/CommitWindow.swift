internal import Descriptors

/// How many commits may be on their way to a compositor that answers late.
///
/// One that is elsewhere (waypipe) has a network before it. What does not fit through waits there, nobody leaves any out, and
/// each picture comes later than the one before. So it is sent no more than it answers, as TCP's congestion window does it:
/// one commit at a time once answers take long, and more only while that makes none later. A way that is long and wide so
/// carries many, and a narrow one the newest.
struct CommitWindow {
    /// How many; nil while answers come soon.
    private var size: Int?
    /// When that was changed: commits from before say nothing of it.
    private var changed = Instant(nanoseconds: 0)
    /// Answers since then that were in time.
    private var timelyCount = 0
    /// How long an answer takes with no other commit on its way.
    private var least = Instant.Span.zero

    /// An answer that comes so soon is never late.
    private static let prompt = Instant.Span.milliseconds(250)
    /// Beyond so many more than its queue takes, a compositor that has answered for none of them is not sent more.
    private static let spare = 4
    /// More are never on their way: at 60 Hz, so many take as long as an answer may.
    private static let greatest = 16
    private static let greatestPatience = Instant.Span.seconds(10)

    /// How many commits may be unanswered.
    ///
    /// - Parameter depth: how many refreshes late the compositor shows everything.
    func limit(depth: Int) -> Int {
        let useful = min(Self.spare + depth, Self.greatest)
        return min(size ?? useful, useful)
    }

    /// Whether answers came late: each commit is to be answered.
    var isNarrow: Bool { size != nil }

    /// An answer that is awaited for longer is lost.
    var patience: Instant.Span {
        isNarrow ? min(max(Self.prompt, least * 2), Self.greatestPatience) : Self.prompt
    }

    /// A commit was answered.
    mutating func answered(_ commit: LatchSchedule.Commit, depth: Int, at now: Instant) {
        let delay = now - commit.latched
        if commit.isAlone { least = delay }
        guard commit.latched >= changed else { return }
        // Half as long again as without others before it is no queue yet.
        if delay > Self.prompt && delay > least + least / 2 {
            change(to: max(1, (size ?? 2) / 2), at: now)
        } else if let size {
            timelyCount += 1
            guard timelyCount >= size else { return }
            if size == limit(depth: depth) {
                change(to: size + 1, at: now)
            } else if delay <= Self.prompt {
                change(to: nil, at: now)
            }
        }
    }

    private mutating func change(to size: Int?, at now: Instant) {
        self.size = size
        changed = now
        timelyCount = 0
    }
}
