import Descriptors
import Planes
import Testing

/// Proves, in simulated time, that a source is asked as often as is worth it, and that silence stops nothing.
@Suite struct LatchScheduleTests {
    private let start = Instant(nanoseconds: 1_000_000_000)
    private let refresh = Instant.Span(nanoseconds: 16_666_667)

    /// A schedule that has seen one commit shown, at `start` + 20 ms.
    private func following(tells: Bool = false) -> (LatchSchedule, Instant) {
        let schedule = LatchSchedule(startingAt: start, guide: .times, tells: tells)
        if tells { schedule.told(at: start) }
        let commit = schedule.commit(at: start)
        schedule.latched(.changed, commit, asked: .times, at: start)
        let shown = start + .milliseconds(20)
        _ = schedule.shown(commit, LatchSchedule.Fate(shown: shown, period: refresh, output: 1), at: shown)
        return (schedule, shown)
    }

    /// The polls of a source that never changes.
    private func polls(_ schedule: LatchSchedule, until end: Instant) -> [Instant] {
        var moments: [Instant] = []
        while schedule.next < end {
            let now = schedule.next
            moments.append(now)
            schedule.latched(.unchanged(repainted: false), nil, at: now)
            guard schedule.next > now else {
                Issue.record("it does not wait")
                return moments
            }
        }
        return moments
    }

    @Test func latchesLieOneMarginBeforeRefreshes() {
        let (schedule, shown) = following()
        for _ in 0..<20 {
            schedule.latched(.unchanged(repainted: false), nil, at: schedule.next)
            // Nothing is known yet: a whole refresh before one, which is at one.
            let phase = (schedule.next - shown).nanoseconds % refresh.nanoseconds
            #expect(min(phase, refresh.nanoseconds - phase) < 1000)
        }
    }

    @Test func whatBecameOfACommitIsReadAtTheNextLatch() {
        let (schedule, shown) = following()
        #expect(!schedule.sleepsThroughEvents(at: shown), "nothing is outstanding")
        let now = schedule.next
        let commit = schedule.commit(at: now)
        schedule.latched(.changed, commit, asked: schedule.sign(at: now), at: now)
        #expect(schedule.sleepsThroughEvents(at: now))
        let fate = LatchSchedule.Fate(shown: now + refresh, period: refresh, output: 1)
        _ = schedule.shown(commit, fate, at: now + refresh)
        #expect(!schedule.sleepsThroughEvents(at: now + refresh))
    }

    @Test func aQuietSourceIsAskedFourTimesASecond() {
        let (schedule, _) = following()
        let moments = polls(schedule, until: start + .seconds(60))
        // 2 s at 60 Hz, 4 s of decay, 54 s at 4 Hz.
        #expect((330..<420).contains(moments.count), "\(moments.count)")
        let late = moments.suffix(100)
        for (a, b) in zip(late, late.dropFirst()) {
            #expect((.milliseconds(240) ... .milliseconds(260)).contains(b - a))
        }
        #expect(
            !schedule.sleepsThroughEvents(at: moments.last ?? start), "what the user does is seen at once")
    }

    @Test func oneChangeBringsTheRateBack() {
        let (schedule, _) = following()
        let now = polls(schedule, until: start + .seconds(60)).last ?? start
        let latch = schedule.next
        schedule.latched(.changed, schedule.commit(at: latch), asked: .times, at: latch)
        #expect(schedule.next - latch <= refresh * 3 / 2)
        #expect(latch > now)
    }

    @Test func whatTheUserDoesBringsTheRateBackToo() {
        let (schedule, _) = following()
        let now = polls(schedule, until: start + .seconds(60)).last ?? start
        let soon = now + .milliseconds(30)
        schedule.stirred(at: soon)
        #expect(schedule.next - soon <= refresh * 3 / 2)
        #expect(!schedule.sleepsThroughEvents(at: soon))
    }

    /// A window that is resized commits long before the latch that is planned.
    @Test func aCommitOutOfTurnTeachesNothingOfTheMargin() {
        let (schedule, shown) = following()
        var refreshed = shown
        func show() -> Bool {
            let now = schedule.next
            let commit = schedule.commit(at: now)
            schedule.latched(.changed, commit, asked: .times, at: now)
            while refreshed < now { refreshed = refreshed + refresh }
            let fate = LatchSchedule.Fate(shown: refreshed, period: refresh, output: 1)
            return schedule.shown(commit, fate, at: refreshed)
        }
        for _ in 0..<100 { _ = show() }
        // It falls quiet; the next latch is a quarter of a second away.
        _ = polls(schedule, until: refreshed + .milliseconds(6400))
        let now = schedule.next - .milliseconds(200)
        let commit = schedule.commit(at: now)
        schedule.latched(.unchanged(repainted: true), commit, asked: .times, at: now)
        refreshed = now + .milliseconds(8)
        _ = schedule.shown(
            commit, LatchSchedule.Fate(shown: refreshed, period: refresh, output: 1), at: refreshed)
        var missed = 0
        for _ in 0..<100 where show() { missed += 1 }
        #expect(missed == 0)
    }

    @Test func aSourceThatShowsNothingIsAskedTwiceASecond() {
        let schedule = LatchSchedule(startingAt: start, guide: .times)
        schedule.latched(.off, nil, at: start)
        #expect(schedule.next == start + .milliseconds(500))
    }

    @Test func anImportUnderWayIsLookedAtAgainWithinARefresh() {
        let (schedule, shown) = following()
        schedule.latched(.pending, nil, at: shown)
        #expect(schedule.next == shown + refresh)
        #expect(!schedule.sleepsThroughEvents(at: shown), "the answer is waited for")
    }

    /// A source that changes all the time, and a compositor that says nothing.
    private func silence(_ guide: LatchSchedule.Guide) -> (
        commits: [Instant], polls: [Instant], LatchSchedule
    ) {
        let schedule = LatchSchedule(startingAt: start, guide: guide)
        var commits: [Instant] = []
        var polls: [Instant] = []
        while schedule.next < start + .seconds(60) {
            let now = schedule.next
            polls.append(now)
            guard schedule.mayCommit(at: now) else {
                schedule.latched(.unchanged(repainted: false), nil, at: now)
                continue
            }
            commits.append(now)
            let commit = schedule.commit(at: now)
            schedule.latched(.changed, commit, asked: schedule.sign(at: now), at: now)
        }
        return (commits, polls, schedule)
    }

    @Test(arguments: [LatchSchedule.Guide.times, .frames])
    func aWindowThatNobodySeesIsLookedAtOnceASecondAndCommittedNever(guide: LatchSchedule.Guide) {
        let (commits, polls, schedule) = silence(guide)
        #expect(commits.count <= 6, "\(commits.count)")
        #expect((commits.last ?? start) - start <= .milliseconds(600))
        #expect((58...70).contains(polls.count), "\(polls.count)")
        // It is seen again.
        let now = start + .seconds(60) + .milliseconds(1)
        #expect(schedule.isHidden(at: now))
        schedule.frameDone(at: now)
        #expect(schedule.next == now)
        #expect(schedule.mayCommit(at: now))
    }

    @Test func aWindowThatIsSuspendedIsHiddenAtOnceAndBackAtOnce() {
        let (schedule, shown) = following()
        schedule.suspended(true, at: shown)
        #expect(!schedule.mayCommit(at: shown))
        schedule.latched(.unchanged(repainted: false), nil, at: shown)
        #expect(schedule.next == shown + .seconds(1))
        schedule.suspended(false, at: shown + .milliseconds(5))
        #expect(schedule.next == shown + .milliseconds(5))
    }

    @Test func aCursorThatMovesAloneAsksForASignNowAndThen() {
        let (schedule, shown) = following()
        var signs = 0
        var now = shown
        while now < shown + .seconds(10) {
            now = schedule.next
            let isDue = schedule.isSignDue(at: now)
            let commit = schedule.commit(at: now)
            schedule.latched(.changed, commit, asked: isDue ? schedule.sign(at: now) : [], at: now)
            guard isDue else { continue }
            signs += 1
            let fate = LatchSchedule.Fate(shown: now, period: refresh, output: 1)
            _ = schedule.shown(commit, fate, at: now)
        }
        #expect((30...42).contains(signs), "four times a second")
    }

    @Test func aCompositorThatShowsLessThanItIsSentIsSentNoMore() {
        let (schedule, shown) = following()
        var now = shown
        var commits = 0
        while schedule.next < shown + .milliseconds(200) {
            now = schedule.next
            if schedule.mayCommit(at: now) {
                commits += 1
                schedule.latched(.changed, schedule.commit(at: now), asked: .times, at: now)
            } else {
                schedule.latched(.unchanged(repainted: false), nil, at: now)
            }
        }
        #expect(commits == 4)
        #expect(!schedule.sleepsThroughEvents(at: now), "its answer is waited for")
    }

    @Test func whatIsDiscardedIsAnsweredAndNoSignOfLife() {
        let (schedule, shown) = following()
        var now = shown
        var commits = 0
        var frames = 0
        while schedule.next < shown + .seconds(10) {
            now = schedule.next
            guard schedule.mayCommit(at: now) else {
                schedule.latched(.unchanged(repainted: false), nil, at: now)
                continue
            }
            commits += 1
            let (commit, sign) = (schedule.commit(at: now), schedule.sign(at: now))
            schedule.latched(.changed, commit, asked: sign, at: now)
            if sign.contains(.frame) { frames += 1 }
            schedule.discarded(commit, at: now)
        }
        #expect(frames == 1)
        // At the full rate, until the frame callback has not come.
        #expect((28...34).contains(commits), "\(commits)")
        #expect(schedule.isHidden(at: now))
    }

    @Test func variableRefreshIsFollowedAtTheNominalRate() {
        let schedule = LatchSchedule(startingAt: start, guide: .times, period: .milliseconds(7))
        var now = start
        for _ in 0..<100 {
            let commit = schedule.commit(at: now)
            schedule.latched(.changed, commit, asked: .times, at: now)
            let fate = LatchSchedule.Fate(shown: now + .milliseconds(2), period: .zero, output: 1)
            let isMissed = schedule.shown(commit, fate, at: now + .milliseconds(2))
            #expect(!isMissed)
            #expect(schedule.next == now + .milliseconds(7))
            now = schedule.next
        }
    }

    @Test func timesOfAnotherClockAreNotGoneBy() {
        let schedule = LatchSchedule(startingAt: start, guide: .times)
        let commit = schedule.commit(at: start)
        schedule.latched(.changed, commit, asked: .times, at: start)
        let fate = LatchSchedule.Fate(shown: Instant(nanoseconds: 5), period: refresh, output: 1)
        _ = schedule.shown(commit, fate, at: start + .seconds(100))
        #expect(!schedule.sleepsThroughEvents(at: start + .seconds(100)))
    }

    // MARK: Sources that tell

    @Test func aSourceThatTellsIsNotAskedBefore() {
        var (schedule, refreshed) = following(tells: true)
        var now = refreshed
        #expect(!schedule.mayAsk(at: now))
        // One for each refresh, each a little later, until it is known what is too late.
        for step in 0..<50 as Range<Int64> {
            schedule.told(at: now)
            #expect(schedule.mayAsk(at: now))
            #expect(schedule.next == now, "its first picture of a refresh")
            let commit = schedule.commit(at: now)
            schedule.latched(.changed, commit, asked: .times, at: now)
            #expect(!schedule.mayAsk(at: now))
            refreshed = refreshed + refresh
            let fate = LatchSchedule.Fate(shown: refreshed, period: refresh, output: 1)
            _ = schedule.shown(commit, fate, at: refreshed)
            now = refreshed + min(.microseconds(300) * step, .milliseconds(10))
        }
        schedule.told(at: now)
        schedule.latched(.changed, schedule.commit(at: now), asked: .times, at: now)
        let soon = now + .microseconds(300)
        schedule.told(at: soon)
        #expect(schedule.next > soon, "the second waits until the last moment")
        #expect(schedule.next < refreshed + refresh)
    }

    @Test func whatWasToldWhileHiddenIsAskedForWhenSeen() {
        let (schedule, shown) = following(tells: true)
        schedule.suspended(true, at: shown)
        schedule.told(at: shown + .seconds(1))
        #expect(!schedule.mayAsk(at: shown + .seconds(1)))
        schedule.suspended(false, at: shown + .seconds(2))
        #expect(schedule.next == shown + .seconds(2))
        #expect(schedule.mayAsk(at: shown + .seconds(2)))
    }

    @Test func aQuietSourceThatTellsWakesNobody() {
        let (schedule, shown) = following(tells: true)
        _ = polls(schedule, until: shown + .seconds(10))
        #expect(schedule.next == .distantFuture)
    }

    @Test func aSourceMayBeginToTellAndCeaseTo() {
        let schedule = LatchSchedule(startingAt: start, guide: .times)
        schedule.tells = true
        schedule.latched(.off, nil, at: start)
        #expect(!schedule.mayAsk(at: start) && schedule.next == .distantFuture)
        schedule.tells = false
        schedule.told(at: start)
        #expect(schedule.mayAsk(at: start) && schedule.next == start)
        schedule.latched(.off, nil, at: start)
        #expect(schedule.next == start + .milliseconds(500))
    }

    // MARK: Frame callbacks

    @Test func aFrameCallbackLeadsWhereThereAreNoTimes() {
        let schedule = LatchSchedule(startingAt: start, guide: .frames)
        schedule.latched(.changed, schedule.commit(at: start), asked: schedule.sign(at: start), at: start)
        #expect(schedule.next == start + .milliseconds(250), "only when it does not come")
        let later = start + .milliseconds(17)
        schedule.frameDone(at: later)
        #expect(schedule.next == later)
    }

    @Test func repaintsOfAQuietDeviceDecayAlthoughTheirFramesComeAtOnce() {
        let schedule = LatchSchedule(startingAt: start, guide: .frames)
        let late = start + .seconds(100)
        schedule.latched(
            .unchanged(repainted: true), schedule.commit(at: late), asked: schedule.sign(at: late), at: late)
        schedule.frameDone(at: late + .milliseconds(16))
        #expect(schedule.next == late + .milliseconds(266))
    }

    // MARK: Repainting

    @Test func repaintingIsAsTheUserSays() {
        func schedule(_ repaint: Repaint) -> LatchSchedule {
            LatchSchedule(startingAt: start, guide: .times, repaint: repaint)
        }
        #expect(schedule(.auto).mayRepaint(at: start))
        #expect(!schedule(.flips).mayRepaint(at: start))
        let always = schedule(.always)
        var moments = polls(always, until: start + .seconds(60))
        #expect(moments.count > 3500)
        let auto = schedule(.auto)
        moments = polls(auto, until: start + .seconds(60))
        #expect(moments.count < 500)
    }
}
