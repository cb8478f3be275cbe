package import Descriptors

/// How old pictures were when they reached the screen: a histogram, in bins of a millisecond.
package struct Ages: Sendable {
    package private(set) var count = 0
    package private(set) var greatest = Instant.Span.zero
    /// How many were so many milliseconds old, rounded down; the last bin has all that were older.
    package private(set) var bins = [Int](repeating: 0, count: 101)
    private var sum: Int64 = 0

    /// nil before the first.
    package var mean: Instant.Span? {
        count == 0 ? nil : Instant.Span(nanoseconds: sum / Int64(count))
    }

    /// The age, rounded up to milliseconds, that a part of them do not exceed; nil before the first, and where it is
    /// beyond the bins.
    ///
    /// - Parameter part: 0 to 1.
    package func quantile(_ part: Double) -> Instant.Span? {
        guard count > 0 else { return nil }
        var below = 0
        for (milliseconds, bin) in bins.enumerated().dropLast() {
            below += bin
            if Double(below) >= part * Double(count) { return .milliseconds(Int64(milliseconds) + 1) }
        }
        return nil
    }

    /// A picture from the future, by clocks that disagree, is of no age and does not count.
    mutating func add(_ age: Instant.Span) {
        guard (0..<Self.limit).contains(age.nanoseconds) else { return }
        count += 1
        sum += age.nanoseconds
        greatest = max(greatest, age)
        bins[Int(min(age.nanoseconds / 1_000_000, Int64(bins.count - 1)))] += 1
    }

    /// An hour: beyond it, the clocks have nothing to do with each other.
    private static let limit: Int64 = 3_600_000_000_000
}
