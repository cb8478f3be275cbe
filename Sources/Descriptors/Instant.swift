internal import CLinux
import Glibc

/// A moment on `CLOCK_MONOTONIC`, the clock of frame callbacks, `wp_presentation` on Linux compositors, and timers.
package struct Instant: Comparable, Hashable, Sendable {
    /// Nanoseconds since an unspecified start, usually the boot.
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// Later than anything: never.
    package static let distantFuture = Instant(nanoseconds: .max)

    /// The clock's reading now.
    package static var now: Instant { now(on: CLOCK_MONOTONIC) }

    /// Another clock's reading now, which compares with others of that clock only.
    ///
    /// - Parameter clock: a `clockid_t`; one that there is not reads 0.
    package static func now(on clock: Int32) -> Instant {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    package static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }

    /// The moment `span` later (earlier when negative); at the ends of the range it stays there.
    package static func + (instant: Instant, span: Span) -> Instant {
        let (sum, overflow) = instant.nanoseconds.addingReportingOverflow(span.nanoseconds)
        return Instant(nanoseconds: overflow ? (span.nanoseconds < 0 ? .min : .max) : sum)
    }

    package static func - (instant: Instant, span: Span) -> Instant {
        instant + Span(nanoseconds: 0 &- span.nanoseconds)
    }

    package static func - (a: Instant, b: Instant) -> Span {
        Span(nanoseconds: a.nanoseconds &- b.nanoseconds)
    }
}

extension Instant {
    /// A length of time in nanoseconds.
    ///
    /// The standard library's `Duration` counts attoseconds in 128 bits; the loop needs neither.
    package struct Span: Comparable, Hashable, Sendable {
        package let nanoseconds: Int64

        package init(nanoseconds: Int64) {
            self.nanoseconds = nanoseconds
        }

        package static func nanoseconds(_ count: Int64) -> Span { Span(nanoseconds: count) }
        package static func microseconds(_ count: Int64) -> Span { Span(nanoseconds: count * 1_000) }
        package static func milliseconds(_ count: Int64) -> Span { Span(nanoseconds: count * 1_000_000) }
        package static func seconds(_ count: Int64) -> Span { Span(nanoseconds: count * 1_000_000_000) }

        package static func < (a: Span, b: Span) -> Bool { a.nanoseconds < b.nanoseconds }
        package static func + (a: Span, b: Span) -> Span { Span(nanoseconds: a.nanoseconds + b.nanoseconds) }
        package static func - (a: Span, b: Span) -> Span { Span(nanoseconds: a.nanoseconds - b.nanoseconds) }
        package static func * (span: Span, factor: Int64) -> Span {
            Span(nanoseconds: span.nanoseconds * factor)
        }
        /// Rounded towards zero.
        package static func / (span: Span, divisor: Int64) -> Span {
            Span(nanoseconds: span.nanoseconds / divisor)
        }

        package static let zero = Span(nanoseconds: 0)

        /// The length in seconds, for people.
        package var seconds: Double { Double(nanoseconds) / 1e9 }
    }
}
