package import Descriptors

/// A compositor and its output, for simulation: at each refresh it takes in what was committed up to some moment before,
/// and shows it.
package struct SimulatedScreen {
    /// Between two refreshes.
    package var period = Instant.Span(nanoseconds: 16_666_667)
    /// How long before a refresh it takes commits in.
    package var lead = Instant.Span.milliseconds(7)
    /// By how much that moment comes earlier at times: the mean of an exponential distribution.
    package var leadJitter = Instant.Span.zero
    /// How wrong its times are: half the width of an even distribution.
    package var timeJitter = Instant.Span.zero
    /// Refreshes that what was taken in waits.
    package var queue: Int64 = 0
    /// Whether it tells times.
    package var tellsTimes = true

    package init() {}
}

/// A guest, for simulation: when it flips.
package struct SimulatedGuest {
    /// Between two flips.
    package var period = Instant.Span(nanoseconds: 16_666_667)
    package var phase = Instant.Span.zero
    /// When it flips no more.
    package var end = Instant.distantFuture

    package init() {}

    /// How often it has flipped.
    package func count(at now: Instant) -> Int64 {
        let moment = min(now, end)
        let span = (moment - Instant(nanoseconds: 0) - phase).nanoseconds
        return span < 0 ? 0 : span / period.nanoseconds + 1
    }

    /// When it flipped for the so manieth time.
    package func moment(of count: Int64) -> Instant {
        Instant(nanoseconds: 0) + phase + period * (count - 1)
    }
}

/// Numbers that look random and are the same each time.
package struct Dice {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    /// Between 0 and 1.
    package mutating func next() -> Double {
        // A linear congruential generator by Knuth's constants (MMIX); its high bits are good enough here.
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / Double(UInt64(1) << 53)
    }
}
