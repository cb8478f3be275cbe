import Descriptors
import Testing

/// Proves that time arithmetic stays in range.
@Suite struct InstantTests {
    @Test func arithmeticSaturates() {
        #expect(Instant(nanoseconds: .max) + .seconds(1) == Instant(nanoseconds: .max))
        #expect(Instant(nanoseconds: .min) + .seconds(-1) == Instant(nanoseconds: .min))
        #expect(Instant(nanoseconds: 5) + .milliseconds(2) == Instant(nanoseconds: 2_000_005))
        #expect(Instant(nanoseconds: 7) - Instant(nanoseconds: 5) == Instant.Span(nanoseconds: 2))
    }

    @Test func theClockDoesNotGoBack() {
        let first = Instant.now
        #expect(Instant.now >= first)
    }
}
