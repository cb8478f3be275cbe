package import Descriptors

/// When to ask a source and commit what it shows: late enough to show the newest, early enough for the next refresh, and
/// seldom when nothing happens.
///
/// It takes times in and gives moments out: it waits for nobody, and is tested by simulation. (It is a class because a latch
/// asks it a dozen questions, and a value of its size would be copied for each.) What leads are the times that
/// the compositor tells of (`wp_presentation`), or, without them, its frame callbacks. Neither is waited for without end.
package final class LatchSchedule {
    /// How a compositor is followed.
    package enum Guide: Sendable {
        /// By the times at which commits were shown.
        case times
        /// By frame callbacks: nothing else tells of refreshes.
        case frames
    }

    /// When to latch next, unless something happens before.
    package private(set) var next: Instant
    /// Between two latches of an active source where no grid is known: one refresh of the output, by its mode.
    package var nominalPeriod: Instant.Span {
        get { forecast.nominalPeriod }
        set { forecast.nominalPeriod = newValue }
    }

    private let guide: Guide
    /// The source tells when it has something, and need not be asked before. It may begin and cease to.
    package var tells: Bool
    private let repaint: Repaint
    private var hasTold = false
    private var activity: Activity
    /// The last moment at which the user did something.
    private var lastInput: Instant?
    private var forecast: RefreshForecast
    /// What the next latch is for; nil where no refresh is known.
    private var aim: Aim?
    /// The last commit; nil before the first.
    private var last: Commit?
    private var signs: SignsOfLife
    private var window = CommitWindow()
    private var isSuspended = false
    private var isPending = false

    private struct Aim {
        let refresh: Instant
        /// How long before it to latch.
        let margin: Instant.Span
    }

    /// Between two times that a commit of a quiet device asks for an answer.
    private static let signSpan = Instant.Span.seconds(1)
    /// Between two latches where no plane is on: 2 Hz.
    private static let offPeriod = Instant.Span.milliseconds(500)
    /// Between two latches while nobody sees the window: 1 Hz.
    private static let hiddenPeriod = Instant.Span.seconds(1)
    /// A source that tells is given so many refreshes to, before the compositor's events are looked at without it.
    private static let tellingRefreshes: Int64 = 4

    /// - Parameters:
    ///   - tells: the source need not be asked before it has told.
    ///   - period: one refresh of the output, by its mode; 60 Hz until it is known.
    package init(
        startingAt now: Instant, guide: Guide, tells: Bool = false, repaint: Repaint = .auto,
        period: Instant.Span = Instant.Span(nanoseconds: 16_666_667)
    ) {
        self.guide = guide
        self.tells = tells
        forecast = RefreshForecast(nominalPeriod: period)
        self.repaint = repaint
        activity = Activity(startingAt: now, isConstant: repaint == .always)
        next = now
        signs = SignsOfLife(startingAt: now)
    }
}

// MARK: Before a latch

extension LatchSchedule {
    /// Whether nobody sees the window: the compositor says so, or does not draw it.
    package func isHidden(at now: Instant) -> Bool {
        isSuspended || signs.isGone(at: now)
    }

    /// Whether the source has changed, or the user done something, of late.
    package func isActive(at now: Instant) -> Bool { activity.isHigh(at: now) }

    /// Whether the source is to be asked.
    package func mayAsk(at now: Instant) -> Bool {
        !tells || hasTold && mayCommit(at: now)
    }

    /// Whether a commit may be made: somebody sees it, and the compositor keeps up.
    package func mayCommit(at now: Instant) -> Bool {
        if isHidden(at: now) { return false }
        return guide == .frames ? true : !isQueueFull || now >= sinceLast(window.patience)
    }

    /// Whether a buffer that may have been drawn into may be committed again.
    package func mayRepaint(at now: Instant) -> Bool {
        repaint != .flips && mayCommit(at: now) && (guide == .times || signs.frameAsked == nil)
    }

    /// Whether the primary plane's surface must be committed although nothing of it has changed: the compositor was silent
    /// for long.
    package func isSignDue(at now: Instant) -> Bool {
        signs.silence(at: now) >= SignsOfLife.patience && !sign(at: now).isEmpty
    }

    /// What the next commit of the primary plane's surface is to ask for.
    package func sign(at now: Instant) -> Sign {
        guard guide == .times else { return signs.frameAsked == nil ? .frame : [] }
        var sign = Sign()
        let isQuiet = !activity.isHigh(at: now) && signs.silence(at: now) < Self.signSpan
        if !isQuiet || !forecast.isKnown || window.isNarrow { sign.insert(.times) }
        // The last commit before the queue is full: a frame callback says as well as an answer that it drains.
        if signs.frameAsked == nil && (signs.isSilent(at: now) || signs.unanswered + 1 >= queueLimit) {
            sign.insert(.frame)
        }
        return sign
    }

    /// The next commit, if it is made at a latch now.
    package func commit(at now: Instant) -> Commit {
        // A latch out of turn is for the refresh that it can make, and not for the one that was planned.
        let aim = aim.flatMap { $0.refresh - now <= $0.margin + period / 2 ? $0 : nil }
        return Commit(
            latched: now, refresh: aim?.refresh ?? forecast.coming(at: now), margin: aim?.margin ?? margin,
            number: signs.asked + 1, isAlone: signs.unanswered == 0)
    }

    /// Whether to sleep until the next latch whatever the compositor says meanwhile: what became of the last commit, which is
    /// read then. Only where that is soon, and nothing else is expected.
    package func sleepsThroughEvents(at now: Instant) -> Bool {
        guard signs.unanswered > 0, signs.frameAsked == nil, !isPending, !isQueueFull,
            forecast.isFresh(at: now)
        else { return false }
        if let lastInput, now - lastInput < Self.signSpan { return false }
        return next - now <= period * Self.tellingRefreshes && activity.isHigh(at: now)
    }
}

// MARK: What happens

extension LatchSchedule {
    /// A latch is done.
    ///
    /// - Parameters:
    ///   - commit: what was committed; nil for nothing.
    ///   - asked: what was asked for with it.
    ///   - ofSource: whether the source was asked for what it shows.
    package func latched(
        _ outcome: Outcome, _ commit: Commit?, asked: Sign = [], ofSource: Bool = true, at now: Instant
    ) {
        if outcome == .changed || outcome == .pending { activity.changed(at: now) }
        if ofSource { hasTold = false }
        isPending = outcome == .pending
        if let commit { last = commit }
        signs.asked(asked, at: now)
        plan(outcome, at: now)
    }

    /// The source has told that it has something.
    package func told(at now: Instant) {
        hasTold = true
        guard tells else { return latchNow(at: now) }
        guard !isHidden(at: now), guide == .times || signs.frameAsked == nil else { return }
        // A second picture of one refresh waits until the last moment; a newer one may come.
        aim = nil
        if let coming = forecast.coming(at: now), let taken = last?.refresh {
            guard coming - taken < period / 2 else { return latchNow(at: now) }
            aim(at: coming)
        } else {
            next = max(now, sinceLast(period))
        }
    }

    /// The user has done something, so that the guest will.
    package func stirred(at now: Instant) {
        lastInput = now
        activity.changed(at: now)
        guard !tells, !isHidden(at: now) else { return }
        let before = (next, aim)
        aimFor(now + period)
        if before.0 < next { (next, aim) = before }
    }

    /// A commit was shown.
    ///
    /// - Returns: whether it missed its refresh.
    package func shown(_ commit: Commit, _ fate: Fate, at now: Instant) -> Bool {
        hear(at: now) {
            window.answered(commit, depth: forecast.queueDepth, at: now)
            signs.drew(commit.number, at: now)
        }
        return forecast.shown(commit, fate, at: now)
    }

    /// A commit was not shown: another came before the compositor drew, or it draws nothing.
    package func discarded(_ commit: Commit, at now: Instant) {
        hear(at: now) {
            window.answered(commit, depth: forecast.queueDepth, at: now)
            signs.answered(commit.number)
        }
    }

    /// The frame callback came.
    package func frameDone(at now: Instant) {
        let wasHidden = isHidden(at: now)
        hear(at: now) { signs.frameCame(at: now) }
        guard wasHidden || guide == .frames else { return }
        if tells { return next = hasTold ? now : .distantFuture }
        aim = nil
        next = now
        // A quiet device's frames are not followed.
        if !wasHidden && !activity.isHigh(at: now) { next = now + interval(at: now) }
    }

    /// No answer will come: the surface that was asked of is empty.
    package func signLost(at now: Instant) {
        hear(at: now) { signs.begin(at: now) }
    }

    /// The compositor says whether anybody sees the window.
    package func suspended(_ isSuspended: Bool, at now: Instant) {
        guard isSuspended != self.isSuspended else { return }
        self.isSuspended = isSuspended
        if isSuspended { return }
        hear(at: now) { signs.begin(at: now) }
        latchNow(at: now)
    }
}

// MARK: Planning

extension LatchSchedule {
    private var period: Instant.Span { forecast.period }
    private var margin: Instant.Span { forecast.margin }

    /// The compositor answers less than it is sent.
    private var isQueueFull: Bool { signs.unanswered >= queueLimit }

    private var queueLimit: Int { window.limit(depth: forecast.queueDepth) }

    /// So long after the last commit; before the first, that is over.
    private func sinceLast(_ span: Instant.Span) -> Instant {
        last.map { $0.latched + span } ?? Instant(nanoseconds: 0)
    }

    private func interval(at now: Instant) -> Instant.Span { activity.interval(at: now, refresh: period) }

    /// Takes in what the compositor has said; where it was behind and is no more, the source's turn has come.
    private func hear(at now: Instant, _ change: () -> Void) {
        let wasFull = isQueueFull
        change()
        guard wasFull && !isQueueFull else { return }
        if tells {
            if hasTold { latchNow(at: now) }
        } else {
            aimFor(sinceLast(period))
            next = max(next, now)
        }
    }

    private func latchNow(at now: Instant) {
        aim = nil
        next = now
    }

    private func plan(_ outcome: Outcome, at now: Instant) {
        aim = nil
        if isHidden(at: now) {
            next = tells ? .distantFuture : now + Self.hiddenPeriod
        } else if outcome == .pending {
            next = now + period
        } else if guide == .frames, let frameAsked = signs.frameAsked {
            next = frameAsked + SignsOfLife.patience
        } else if isQueueFull {
            next = max(sinceLast(window.patience), now + period)
        } else if tells {
            let isFollowed = guide == .times && forecast.isKnown && activity.isHigh(at: now)
            next = isFollowed ? now + period * Self.tellingRefreshes : .distantFuture
        } else if outcome == .off {
            next = now + Self.offPeriod
        } else {
            aimFor(now + interval(at: now))
        }
    }

    /// Plans the latch that is nearest to a moment, one refresh at least from the last one.
    private func aimFor(_ moment: Instant) {
        guard let refresh = forecast.nearest(to: moment) else {
            aim = nil
            return next = moment
        }
        aim(at: refresh)
    }

    private func aim(at refresh: Instant) {
        aim = Aim(refresh: refresh, margin: margin)
        next = refresh - margin
    }
}
