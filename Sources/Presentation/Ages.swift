package import Descriptors

/// How old pictures were when they reached the screen, since they were taken.
package struct Ages: Sendable {
    package private(set) var count = 0
    package private(set) var greatest = Instant.Span(nanoseconds: 0)
    private var sum: Int64 = 0

    /// nil before the first.
    package var mean: Instant.Span? {
        count == 0 ? nil : Instant.Span(nanoseconds: sum / Int64(count))
    }

    /// A picture from the future, by clocks that disagree, is of no age and does not count.
    mutating func add(_ age: Instant.Span) {
        guard (0..<Self.limit).contains(age.nanoseconds) else { return }
        count += 1
        sum += age.nanoseconds
        greatest = max(greatest, age)
    }

    /// An hour: beyond it, the clocks have nothing to do with each other.
    private static let limit: Int64 = 3_600_000_000_000
}
