import Descriptors
import Planes
import Testing

/// Proves that the guest's monitor follows the window: once a resize, with a gap that guests notice, and back to what the
/// guest could show.
@Suite struct MonitorPlanTests {
    private var plan = MonitorPlan()
    private var now = Instant(nanoseconds: 1_000_000_000_000)
    private var steps: [MonitorPlan.Step] = []
    private var times: [Instant] = []

    private func monitor(_ width: Int32, _ height: Int32) -> Monitor {
        Monitor(size: Size(width: width, height: height))
    }

    /// Lets time pass and does what is due, at just the moment that the plan names.
    private mutating func pass(_ milliseconds: Int64) {
        let end = now + .milliseconds(milliseconds)
        while plan.next <= end {
            now = max(now, plan.next)
            guard let step = plan.step(at: now) else { continue }
            steps.append(step)
            times.append(now)
        }
        #expect(plan.step(at: end) == nil, "nothing is due but at the moments that are named")
        now = end
    }

    /// Has the window so, and the guest follow.
    private mutating func settle(_ size: Monitor) {
        plan.want(size, isResizing: false, at: now)
        pass(2000)
        plan.shows(size.size)
        pass(20_000)
        steps = []
        times = []
    }

    @Test mutating func aGuestThatStartsHasItsMonitorAsSoonAsTheWindowIsThere() {
        let start = now
        plan.want(monitor(1280, 720), isResizing: false, at: now)
        pass(350)
        #expect(steps == [.unplug, .plug(monitor(1280, 720))])
        #expect(times == [start + .milliseconds(250), start + .milliseconds(350)])
        pass(3_600_000)
        #expect(steps.count == 2, "one that shows nothing may be off: its monitor is let be")
        #expect(plan.next == .distantFuture)
    }

    @Test mutating func aGuestThatFillsTheWindowIsLetBe() {
        plan.shows(Size(width: 1280, height: 720))
        plan.want(monitor(1280, 720), isResizing: false, at: now)
        pass(60_000)
        #expect(steps == [])
    }

    @Test mutating func aResizeByTheUserIsFollowedWhenItIsOver() {
        settle(monitor(1280, 720))
        for width in 0..<200 {
            plan.want(monitor(1280 + Int32(width), 720), isResizing: true, at: now)
            pass(16)
        }
        pass(60_000)
        #expect(steps == [], "the button is still held")
        plan.want(monitor(1479, 720), isResizing: false, at: now)
        let end = now
        pass(60_000)
        #expect(steps.first == .unplug && steps[1] == .plug(monitor(1479, 720)))
        #expect(times.first == end + .milliseconds(250))
    }

    @Test mutating func aResizeThatNobodySpeaksOfIsFollowedWhenItIsOver() {
        settle(monitor(1280, 720))
        for width in 0..<200 {
            plan.want(monitor(1280 + Int32(width), 720), isResizing: false, at: now)
            pass(16)
        }
        #expect(steps == [])
        pass(1000)
        #expect(steps == [.unplug, .plug(monitor(1479, 720))])
    }

    @Test mutating func aWindowThatChangesWhileTheGuestHasNoMonitorIsFollowedNext() {
        settle(monitor(1280, 720))
        plan.want(monitor(800, 600), isResizing: false, at: now)
        pass(260)
        #expect(steps == [.unplug])
        plan.want(monitor(900, 600), isResizing: false, at: now)
        pass(5000)
        #expect(steps == [.unplug, .plug(monitor(800, 600)), .unplug, .plug(monitor(900, 600))])
        #expect(times[2] == times[1] + .seconds(1), "a guest takes its time")
    }

    @Test mutating func aModeOfTheGuestsOwnChoiceIsLetBe() {
        settle(monitor(1280, 720))
        plan.shows(Size(width: 640, height: 480))
        pass(60_000)
        #expect(steps == [])
    }

    @Test mutating func aGuestThatShowsNothingGetsTheLastOneBack() {
        settle(monitor(1280, 720))
        plan.want(monitor(1281, 721), isResizing: false, at: now)
        pass(400)
        plan.shows(nil)
        pass(9000)
        #expect(steps == [.unplug, .plug(monitor(1281, 721))])
        pass(2000)
        #expect(steps.suffix(2) == [.unplug, .plug(monitor(1280, 720))])
        plan.shows(Size(width: 1280, height: 720))
        // The window is as it was, which is told again and again.
        for _ in 0..<100 {
            plan.want(monitor(1281, 721), isResizing: false, at: now)
            pass(1000)
        }
        #expect(steps.count == 4, "what the guest could not show is not tried again")
        plan.want(monitor(1000, 700), isResizing: false, at: now)
        pass(5000)
        #expect(steps.suffix(2) == [.unplug, .plug(monitor(1000, 700))])
    }

    @Test mutating func aGuestThatShowedSomethingBeforeItsFirstMonitorGetsThatBack() {
        plan.shows(Size(width: 1024, height: 768))
        plan.want(monitor(1280, 720), isResizing: false, at: now)
        pass(400)
        plan.shows(nil)
        pass(20_000)
        #expect(
            steps == [.unplug, .plug(monitor(1280, 720)), .unplug, .plug(monitor(1024, 768))])
    }

    @Test mutating func aGuestIsOnTrialThroughASecondChange() {
        settle(monitor(1280, 720))
        plan.want(monitor(1000, 700), isResizing: false, at: now)
        pass(400)
        plan.shows(nil)
        plan.want(monitor(900, 700), isResizing: false, at: now)
        pass(30_000)
        #expect(steps.suffix(2) == [.unplug, .plug(monitor(1280, 720))])
    }
}
