/// What is wrong with a configuration file, in one sentence that names the file and, where there is one, the line.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    /// The file's path.
    package let file: String
    /// From 1; nil when the file as a whole is meant.
    package let line: Int?
    package let reason: String
    /// Whether the system has no more descriptors or memory to read it with.
    package let isShortage: Bool

    package init(file: String, line: Int? = nil, reason: String, isShortage: Bool = false) {
        self.file = file
        self.line = line
        self.reason = reason
        self.isShortage = isShortage
    }

    package var description: String {
        file + (line.map { ":\($0)" } ?? "") + ": " + reason
    }
}
