package import Descriptors
internal import Glibc
internal import Planes

/// A guest, a client and a screen, in simulated time.
package struct Simulation {
    package var screen = SimulatedScreen()
    package var guest = SimulatedGuest()
    /// How late the client wakes: the mean of an exponential distribution.
    package var wakeDelay = Instant.Span(nanoseconds: 60_000)
    package var seed: UInt64 = 1

    package init() {}

    /// What came of it.
    package struct Result {
        /// How old what was shown was when the compositor took it in, at each refresh.
        package var ages: [Instant.Span] = []
        /// How old the newest was that there was at that moment.
        package var leastAges: [Instant.Span] = []
        package var latches = 0
        package var commits = 0
        /// Wake-ups, for a latch or an event.
        package var wakes = 0

        /// By how much what was shown was older than it need be, on average, from a refresh on.
        package func excess(from start: Int = 0) -> Instant.Span {
            let sum = zip(ages, leastAges).dropFirst(start).reduce(Instant.Span.zero) { $0 + $1.0 - $1.1 }
            return sum / Int64(max(1, ages.count - start))
        }
    }

    private enum Event {
        case shown(commit: Int, LatchSchedule.Fate)
        case frame
    }

    /// Runs a client for so many refreshes.
    package func run(_ pacer: inout some Pacer, refreshes: Int64) -> Result {
        var result = Result()
        var dice = Dice(seed: seed)
        func delay(_ mean: Instant.Span) -> Instant.Span {
            mean == .zero
                ? .zero : Instant.Span(nanoseconds: Int64(-Double(mean.nanoseconds) * log(1 - dice.next())))
        }
        var events: [(moment: Instant, event: Event)] = []
        var committed: [(moment: Instant, flips: Int64)] = []
        var taken = -1
        var told = -1
        // The moment that was asked for, and the one at which the client wakes for it.
        var alarm: (next: Instant, wake: Instant)?
        for number in 1...refreshes {
            let refresh = Instant(nanoseconds: 0) + screen.period * number
            let deadline = refresh - screen.lead - delay(screen.leadJitter)
            // The client, up to the deadline.
            while true {
                let event = events.first?.moment ?? .distantFuture
                if alarm?.next != pacer.next { alarm = (pacer.next, pacer.next + delay(wakeDelay)) }
                let wake = alarm?.wake ?? pacer.next
                let moment = pacer.sleepsThroughEvents ? wake : min(wake, event)
                guard moment <= deadline else { break }
                result.wakes += 1
                while let first = events.first, first.moment <= moment {
                    events.removeFirst()
                    switch first.event {
                    case .shown(let commit, let fate): pacer.shown(commit, fate, at: moment)
                    case .frame: pacer.frameDone(at: moment)
                    }
                }
                guard pacer.next <= moment else { continue }
                alarm = nil
                result.latches += 1
                let flips = guest.count(at: moment)
                if pacer.latch(flips, at: moment) { committed.append((moment, flips)) }
            }
            // The compositor: the newest commit up to the deadline.
            if let newest = committed.indices.last, newest != taken {
                taken = newest
                events.append((deadline + .milliseconds(1), .frame))
            }
            let shown = refresh + screen.period * screen.queue
            if screen.tellsTimes, taken != told {
                told = taken
                let error = Instant.Span(
                    nanoseconds: Int64((dice.next() * 2 - 1) * Double(screen.timeJitter.nanoseconds)))
                let fate = LatchSchedule.Fate(shown: shown + error, period: screen.period, output: 1)
                events.append((shown + Instant.Span(nanoseconds: 200_000), .shown(commit: taken, fate)))
            }
            events.sort { $0.moment < $1.moment }
            guard taken >= 0, committed[taken].flips > 0 else { continue }
            result.ages.append(deadline - guest.moment(of: committed[taken].flips))
            result.leastAges.append(deadline - guest.moment(of: guest.count(at: deadline)))
        }
        result.commits = committed.count
        return result
    }
}
