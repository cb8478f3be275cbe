import ArgumentParser
import Descriptors

/// A length of time on the command line.
///
/// It takes any text and says later whether it was a number: an option whose value may be left out drops a value that
/// cannot be read (swift-argument-parser 1.8.2, parseOptionalUnaryValue), and a typing error would go unnoticed.
struct Seconds: ExpressibleByArgument, CustomStringConvertible {
    let description: String
    /// nil when the text is no number from a millisecond to 30 years.
    let span: Instant.Span?

    init(argument: String) {
        description = argument
        span = Double(argument).flatMap {
            (0.001...1e9).contains($0) ? Instant.Span(nanoseconds: Int64($0 * 1e9)) : nil
        }
    }
}
