package import Descriptors

/// How often a device is worth asking, by how long ago something changed.
package struct Activity: Sendable {
    /// The last moment at which something changed, or the user did something.
    private var last: Instant
    /// Whether it is always high.
    private let isConstant: Bool

    /// It stays at the output's rate for so long after a change.
    private static let span = Instant.Span.seconds(2)
    /// The longest between two polls of a quiet device that shows something: 4 Hz.
    private static let quietPeriod = Instant.Span.milliseconds(250)

    /// - Parameter isConstant: whether it stays high whatever happens.
    package init(startingAt now: Instant, isConstant: Bool = false) {
        last = now
        self.isConstant = isConstant
    }

    /// Notes a change.
    package mutating func changed(at now: Instant) {
        last = max(last, now)
    }

    /// Whether the output's rate is worth it.
    package func isHigh(at now: Instant) -> Bool { isConstant || now - last < Self.span }

    /// Between two polls: one refresh while it is high, then 4, 8 and so on, up to 4 Hz. Each step lasts sixteen polls or so.
    package func interval(at now: Instant, refresh: Instant.Span) -> Instant.Span {
        guard !isHigh(at: now) else { return refresh }
        var interval = refresh * 4
        while interval * 16 <= now - last - Self.span && interval < Self.quietPeriod {
            interval = interval * 2
        }
        return max(refresh, min(interval, Self.quietPeriod))
    }
}
