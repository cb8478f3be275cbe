import Descriptors
import Planes
import Testing

/// Proves, in simulated time, that pictures do not queue before a compositor behind a network.
@Suite struct SlowCompositorTests {
    /// What is between planeview and the compositor, which waypipe's two halves hand on whole and in order.
    private struct Network {
        /// How long one picture takes up the way there.
        var transfer: Instant.Span
        /// How long everything is on its way besides, there and back.
        var delay: Instant.Span
    }

    /// A source that changes all the time, seen through a network.
    private final class Viewing {
        private let schedule = LatchSchedule(startingAt: Instant(nanoseconds: 0), guide: .times)
        private let refresh = Instant.Span(nanoseconds: 16_666_667)
        private var now = Instant(nanoseconds: 0)
        /// When what was sent is through.
        private var through = Instant(nanoseconds: 0)
        private var answers: [(moment: Instant, commit: LatchSchedule.Commit, shown: Instant?)] = []
        private var frames: [Instant] = []

        /// How old pictures were when they were shown, while that lasted.
        func ages(_ network: Network, seconds: Int64) -> [Instant.Span] {
            var ages: [Instant.Span] = []
            let end = now + .seconds(seconds)
            while true {
                let heard = min(answers.first?.moment ?? .distantFuture, frames.first ?? .distantFuture)
                now = schedule.sleepsThroughEvents(at: now) ? schedule.next : min(schedule.next, heard)
                guard now < end else { return ages }
                while let frame = frames.first, frame <= now {
                    frames.removeFirst()
                    schedule.frameDone(at: now)
                }
                while let answer = answers.first, answer.moment <= now {
                    answers.removeFirst()
                    guard let shown = answer.shown else {
                        schedule.discarded(answer.commit, at: now)
                        continue
                    }
                    let fate = LatchSchedule.Fate(shown: shown, period: refresh, output: 1)
                    _ = schedule.shown(answer.commit, fate, at: now)
                    ages.append(shown - answer.commit.latched)
                }
                if schedule.next <= now { latch(network) }
            }
        }

        private func latch(_ network: Network) {
            guard schedule.mayCommit(at: now) else {
                return schedule.latched(.unchanged(repainted: false), nil, at: now)
            }
            let (commit, sign) = (schedule.commit(at: now), schedule.sign(at: now))
            through = max(through, now) + network.transfer
            let refreshes = (through + network.delay).nanoseconds / refresh.nanoseconds
            let shown = Instant(nanoseconds: 0) + refresh * (refreshes + 1)
            if let before = answers.last, before.shown == shown { answers[answers.count - 1].shown = nil }
            if sign.contains(.times) { answers.append((shown + network.delay, commit, shown)) }
            if sign.contains(.frame) { frames.append(shown + network.delay) }
            schedule.latched(.changed, commit, asked: sign, at: now)
        }
    }

    private func mean(_ ages: [Instant.Span]) -> Instant.Span {
        ages.reduce(.zero, +) / Int64(max(1, ages.count))
    }

    /// As 1024×768 uncompressed over 3 MB/s.
    @Test func whereASecondIsNeededForAPictureTheNewestIsOnItsWay() {
        let viewing = Viewing()
        let network = Network(transfer: .seconds(1), delay: .milliseconds(5))
        _ = viewing.ages(network, seconds: 20)
        let ages = viewing.ages(network, seconds: 60)
        #expect(ages.count >= 48, "\(ages.count) in a minute")
        #expect(mean(ages) <= .milliseconds(1800), "\(mean(ages).seconds)")
        #expect(ages.max() ?? .zero <= .milliseconds(2600), "\(ages.max()?.seconds ?? 0)")
    }

    @Test func whatTheNetworkHasNearlyRoomForIsHardlyLate() {
        let viewing = Viewing()
        let network = Network(transfer: .milliseconds(20), delay: .milliseconds(10))
        _ = viewing.ages(network, seconds: 20)
        let ages = viewing.ages(network, seconds: 60)
        #expect(ages.count >= 40 * 60, "\(ages.count / 60) a second, of 50")
        #expect(mean(ages) <= .milliseconds(250), "\(mean(ages).seconds)")
    }

    /// Between continents, or by a satellite.
    @Test(arguments: [(100, 30), (300, 20)] as [(Int64, Int)])
    func aLongWayIsFilled(delay: Int64, rate: Int) {
        let viewing = Viewing()
        let network = Network(transfer: .milliseconds(1), delay: .milliseconds(delay))
        _ = viewing.ages(network, seconds: 60)
        let ages = viewing.ages(network, seconds: 60)
        #expect(ages.count >= rate * 60, "\(ages.count / 60) a second")
        #expect(ages.max() ?? .zero <= .milliseconds(delay + 50), "\(ages.max()?.seconds ?? 0)")
    }

    /// All pictures are shown again once the margin is learned anew, which takes the longest.
    @Test func aNetworkThatGetsWellIsFollowed() {
        let viewing = Viewing()
        let near = Network(transfer: .microseconds(100), delay: .zero)
        _ = viewing.ages(near, seconds: 10)
        _ = viewing.ages(Network(transfer: .seconds(1), delay: .zero), seconds: 30)
        #expect(viewing.ages(near, seconds: 10).count >= 450)
        _ = viewing.ages(near, seconds: 30)
        #expect(viewing.ages(near, seconds: 10).count >= 590)
    }
}
