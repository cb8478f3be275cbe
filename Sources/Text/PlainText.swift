/// Text of anybody's, made fit to be shown as one paragraph.
struct PlainText: Equatable {
    let string: String

    /// How many Unicode scalars of a paragraph are shown.
    static let limit = 500

    /// Takes what would break the line for a space, and what would do other things than show for a replacement character:
    /// a name must not turn around what stands beside it. What is beyond the limit becomes an ellipsis.
    init(_ text: String) {
        var scalars = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        for _ in 1..<Self.limit {
            guard let scalar = rest.popFirst() else { break }
            scalars.append(Self.shown(scalar))
        }
        if let last = rest.popFirst() { scalars.append(rest.isEmpty ? Self.shown(last) : "\u{2026}") }
        string = String(scalars)
    }

    private static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "\t", "\n", "\u{b}", "\u{c}", "\r", "\u{85}", "\u{2028}", "\u{2029}": " "
        // C0, DEL and C1; then what embeds, overrides and isolates directions (Unicode Standard Annex #9).
        case "\0"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{202a}"..."\u{202e}", "\u{2066}"..."\u{2069}":
            "\u{fffd}"
        default: scalar
        }
    }
}
