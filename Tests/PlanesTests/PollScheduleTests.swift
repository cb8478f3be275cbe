import Descriptors
import Planes
import Testing

/// Proves, by simulation, that polls follow frame callbacks, are spread out when quiet, and never stop.
@Suite struct PollScheduleTests {
    private let start = Instant(nanoseconds: 1_000_000_000)

    @Test func aFrameCallbackLeadsWhileActive() {
        var schedule = PollSchedule(startingAt: start)
        let behind = schedule.polled(.changed, frameRequested: true, at: start)
        #expect(behind == start + .seconds(1), "the timer behind a frame callback")
        let later = start + .milliseconds(17)
        #expect(schedule.frameDone(at: later) == later)
    }

    @Test func aMissingFrameCallbackDoesNotStopThePolls() {
        var schedule = PollSchedule(startingAt: start)
        var now = start
        for _ in 0..<3600 {
            let next = schedule.polled(.changed, frameRequested: !schedule.awaitsFrame, at: now)
            #expect(next - now == .seconds(1))
            now = next
        }
    }

    @Test func aQuietDeviceIsAskedFourTimesASecond() {
        var schedule = PollSchedule(startingAt: start)
        var now = start
        var polls = 0
        while now - start < .seconds(60) {
            let next = schedule.polled(.unchanged(repainted: false), frameRequested: false, at: now)
            #expect(next > now)
            #expect(next - now <= .milliseconds(250))
            polls += 1
            now = next
        }
        // 2 s at 60 Hz, 2 s of decay, 56 s at 4 Hz.
        #expect((300..<480).contains(polls))
    }

    @Test func oneChangeBringsTheRateBack() {
        var schedule = PollSchedule(startingAt: start)
        let late = start + .seconds(100)
        #expect(
            schedule.polled(.unchanged(repainted: false), frameRequested: false, at: late)
                == late + .milliseconds(250))
        _ = schedule.polled(.changed, frameRequested: true, at: late)
        #expect(schedule.frameDone(at: late + .milliseconds(5)) == late + .milliseconds(5))
        let next = schedule.polled(
            .unchanged(repainted: false), frameRequested: false, at: late + .milliseconds(5))
        #expect(next - (late + .milliseconds(5)) == schedule.period)
    }

    @Test func repaintsOfAQuietDeviceDecayAlthoughTheirFramesComeAtOnce() {
        var schedule = PollSchedule(startingAt: start)
        let late = start + .seconds(100)
        _ = schedule.polled(.unchanged(repainted: true), frameRequested: true, at: late)
        #expect(schedule.frameDone(at: late + .milliseconds(16)) == late + .milliseconds(266))
    }

    @Test func aDeviceThatShowsNothingIsAskedTwiceASecond() {
        var schedule = PollSchedule(startingAt: start)
        #expect(schedule.polled(.off, frameRequested: false, at: start) == start + .milliseconds(500))
    }

    @Test func anImportUnderWayIsLookedAtAgainWithinARefresh() {
        var schedule = PollSchedule(startingAt: start)
        _ = schedule.polled(.changed, frameRequested: true, at: start)
        #expect(schedule.polled(.pending, frameRequested: false, at: start) == start + schedule.period)
    }

    @Test func flippingGuestsAreToldFromThoseThatDrawInPlace() {
        func identity(_ number: UInt32, width: UInt32) -> BufferIdentity {
            BufferIdentity(
                .number(number),
                layout: BufferLayout(width: width, height: 4, format: .xrgb8888, stride: 64))
        }
        var watch = FlipWatch()
        watch.saw(identity(1, width: 4))
        watch.saw(identity(1, width: 4))
        #expect(!watch.flips)
        watch.saw(identity(2, width: 4))
        #expect(watch.flips)
        watch.saw(identity(1, width: 4))
        #expect(watch.flips)
        watch.saw(identity(1, width: 8))
        #expect(!watch.flips, "a new mode starts anew")
    }
}
