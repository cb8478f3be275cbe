/// A line that sets something: a long option of the command line without its dashes, and its value.
package struct ConfigurationLine: Equatable, Sendable {
    /// Where it stands in the file, from 1.
    package let number: Int
    /// Small letters, digits and single dashes.
    package let name: String
    /// nil for an option that stands alone.
    package let value: String?

    /// The option as a command line has it.
    package var argument: String {
        "--" + name + (value.map { "=" + $0 } ?? "")
    }

    /// Whether an option sets the same thing: by the same name, or by one that takes it back ("no-overlay").
    package func isAbout(_ option: some StringProtocol) -> Bool {
        Self.subject(of: name) == Self.subject(of: option)
    }

    /// Reads `name`, `name = value`, or nothing. A comment begins with `#` at the start or after white space, so that
    /// values may have one inside.
    ///
    /// - Returns: nil for a line that sets nothing.
    /// - Throws: `Fault`.
    init?(_ text: Substring, number: Int) throws(Fault) {
        let text = Self.withoutComment(text).trimmed
        guard !text.isEmpty else { return nil }
        let name = text.prefix { $0 != "=" }
        guard Self.isName(name.trimmed) else { throw .notAName(String(name.trimmed)) }
        self.number = number
        self.name = String(name.trimmed)
        guard name.endIndex < text.endIndex else {
            value = nil
            return
        }
        let value = text[name.endIndex...].dropFirst().trimmed
        guard !value.isEmpty else { throw .noValue(self.name) }
        self.value = String(value)
    }

    /// Why a line cannot be read.
    enum Fault: Error, Equatable {
        case notAName(String)
        case noValue(String)
    }

    private static func withoutComment(_ text: Substring) -> Substring {
        var isAfterSpace = true
        for index in text.indices {
            if text[index] == "#" && isAfterSpace { return text[..<index] }
            isAfterSpace = text[index].isWhitespace
        }
        return text
    }

    private static func isName(_ text: Substring) -> Bool {
        text.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { word in
            !word.isEmpty && word.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) }
        }
    }

    private static func subject(of option: some StringProtocol) -> String {
        String(option.hasPrefix("no-") ? option.dropFirst(3) : option[...])
    }
}

extension ConfigurationLine.Fault: CustomStringConvertible {
    var description: String {
        switch self {
        case .notAName(let text):
            "'\(text)' is no option: write a long option without its dashes, such as 'overlay' or 'repaint = always'"
        case .noValue(let name):
            "'\(name) =' has no value: write one, or '\(name)' alone"
        }
    }
}

extension Substring {
    /// Without the white space around it.
    fileprivate var trimmed: Substring {
        let start = drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return start }
        return start[...last]
    }
}
