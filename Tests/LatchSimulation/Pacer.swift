package import Descriptors
package import Planes

/// A way to decide when to look at the guest and commit.
package protocol Pacer {
    /// When to wake next, unless an event comes before.
    var next: Instant { get }
    /// Whether events wait for that.
    var sleepsThroughEvents: Bool { get }
    /// Looks at the guest, which has flipped so often.
    ///
    /// - Returns: whether to commit.
    mutating func latch(_ flips: Int64, at now: Instant) -> Bool
    mutating func shown(_ commit: Int, _ fate: LatchSchedule.Fate, at now: Instant)
    mutating func frameDone(at now: Instant)
}

/// planeview's.
package struct LatePacer: Pacer {
    package let schedule: LatchSchedule
    private var committed: [LatchSchedule.Commit] = []
    private var seen: Int64 = 0
    private var now = Instant(nanoseconds: 0)
    package private(set) var missed = 0

    package init(_ guide: LatchSchedule.Guide = .times) {
        schedule = LatchSchedule(startingAt: Instant(nanoseconds: 0), guide: guide)
    }

    package var next: Instant { schedule.next }
    package var sleepsThroughEvents: Bool { schedule.sleepsThroughEvents(at: now) }

    package mutating func latch(_ flips: Int64, at now: Instant) -> Bool {
        self.now = now
        guard flips != seen, schedule.mayCommit(at: now) else {
            schedule.latched(.unchanged(repainted: false), nil, at: now)
            return false
        }
        seen = flips
        let commit = schedule.commit(at: now)
        committed.append(commit)
        schedule.latched(.changed, commit, asked: schedule.sign(at: now), at: now)
        return true
    }

    package mutating func shown(_ commit: Int, _ fate: LatchSchedule.Fate, at now: Instant) {
        self.now = now
        if schedule.shown(committed[commit], fate, at: now) { missed += 1 }
    }

    package mutating func frameDone(at now: Instant) {
        self.now = now
        schedule.frameDone(at: now)
    }
}

/// As clients do that follow frame callbacks: look when one comes.
package struct FramePacer: Pacer {
    package private(set) var next = Instant(nanoseconds: 0)
    package let sleepsThroughEvents = false
    private var seen: Int64 = 0

    package init() {}

    package mutating func latch(_ flips: Int64, at now: Instant) -> Bool {
        // A commit without news asks for the next callback.
        next = .distantFuture
        seen = flips
        return true
    }

    package mutating func shown(_ commit: Int, _ fate: LatchSchedule.Fate, at now: Instant) {}
    package mutating func frameDone(at now: Instant) { next = now }
}

/// As QEMU's displays do: a timer.
package struct TimerPacer: Pacer {
    package private(set) var next = Instant(nanoseconds: 0)
    package let sleepsThroughEvents = false
    private let period: Instant.Span
    private var seen: Int64 = 0

    package init(every period: Instant.Span = .milliseconds(30)) { self.period = period }

    package mutating func latch(_ flips: Int64, at now: Instant) -> Bool {
        next = now + period
        defer { seen = flips }
        return flips != seen
    }

    package mutating func shown(_ commit: Int, _ fate: LatchSchedule.Fate, at now: Instant) {}
    package mutating func frameDone(at now: Instant) {}
}
