package import Descriptors

/// The moments at which an output shows something new, as far as one of them and their distance tell.
package struct RefreshGrid: Equatable, Sendable {
    /// One of the moments.
    package let anchor: Instant
    /// Between two of them; more than zero.
    package let period: Instant.Span

    package init(anchor: Instant, period: Instant.Span) {
        precondition(period.nanoseconds > 0, "refreshes are some time apart")
        self.anchor = anchor
        self.period = period
    }

    /// The first refresh at or after a moment.
    package func first(from moment: Instant) -> Instant {
        let (quotient, rest) = (moment - anchor).nanoseconds.quotientAndRemainder(
            dividingBy: period.nanoseconds)
        return anchor + period * (rest > 0 ? quotient + 1 : quotient)
    }

    /// How many refreshes a moment is after another, to the nearest.
    package func count(from earlier: Instant, to later: Instant) -> Int64 {
        let span = (later - earlier).nanoseconds
        return (span + (span < 0 ? -1 : 1) * period.nanoseconds / 2) / period.nanoseconds
    }
}
