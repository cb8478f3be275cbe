package import Descriptors

/// How often something may be said: what a guest can bring about as often as it likes must not fill its user's log.
package struct Quota: Sendable {
    package enum Verdict: Sendable {
        case said
        /// The last for now: that nothing more will be said is to be said, too.
        case last
        case unsaid
    }

    private let limit: Int
    private let span: Instant.Span
    private var start: Instant?
    private var count = 0

    /// - Parameter limit: at least 1; so many in a span, which begins with the first.
    package init(_ limit: Int, in span: Instant.Span) {
        self.limit = limit
        self.span = span
    }

    /// Asks for one.
    package mutating func ask(at now: Instant) -> Verdict {
        if start.map({ now - $0 >= span }) ?? true {
            start = now
            count = 0
        }
        count = min(count + 1, limit + 1)
        return count < limit ? .said : count == limit ? .last : .unsaid
    }
}
