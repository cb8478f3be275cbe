/// What a configuration file sets. It knows no options: a line is the long option of that name, and whoever reads the
/// command line says whether there is one.
package struct Configuration: Equatable, Sendable {
    /// The file's path, for messages.
    package let file: String
    /// In the file's order.
    package let lines: [ConfigurationLine]

    /// Reads a file's text.
    ///
    /// - Throws: `ConfigurationError` for the first line that cannot be read.
    package init(_ text: String, file: String) throws(ConfigurationError) {
        self.file = file
        var lines: [ConfigurationLine] = []
        var number = 0
        // Character, and not byte: "\r\n" is one, so files of other systems need nothing of their own.
        for text in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            do throws(ConfigurationLine.Fault) {
                if let line = try ConfigurationLine(text, number: number) { lines.append(line) }
            } catch {
                throw ConfigurationError(file: file, line: number, reason: error.description)
            }
        }
        self.lines = lines
    }

    /// The lines that a command line leaves in force: what it sets itself, it sets alone, also where an option may be
    /// given several times.
    ///
    /// - Parameter shortNames: the long option that each letter stands for.
    package func lines(
        besides arguments: [String], shortNames: [Character: String]
    ) -> [ConfigurationLine] {
        let given = arguments.prefix { $0 != "--" }.compactMap { Self.option($0, shortNames) }
        return lines.filter { line in !given.contains { line.isAbout($0) } }
    }

    /// The long name of the option that an argument is; nil for a value.
    private static func option(_ argument: String, _ shortNames: [Character: String]) -> String? {
        guard argument.hasPrefix("-") else { return nil }
        if argument.hasPrefix("--") { return String(argument.dropFirst(2).prefix { $0 != "=" }) }
        return argument.dropFirst().first.flatMap { shortNames[$0] }
    }
}
