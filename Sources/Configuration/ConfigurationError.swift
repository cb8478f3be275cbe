/// What is wrong with a configuration file, in one sentence that names the file and, where there is one, the line.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    /// The file's path.
    package let file: String
    /// From 1; nil when the file as a whole is meant.
    package let line: Int?
    package let reason: String

    package init(file: String, line: Int? = nil, reason: String) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    package var description: String {
        file + (line.map { ":\($0)" } ?? "") + ": " + reason
    }
}
