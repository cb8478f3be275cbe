internal import Descriptors
internal import Glibc

/// The configuration file's place and content.
package enum ConfigurationFile {
    /// More is no configuration.
    static let maximumSize = 65536

    /// The file's path after the XDG Base Directory Specification: a folder that is not absolute counts as none.
    ///
    /// - Parameter environment: looks up a variable.
    /// - Returns: nil where there is no home either.
    package static func path(in environment: (String) -> String?) -> String? {
        func folder(_ variable: String) -> String? {
            environment(variable).flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        let configuration = folder("XDG_CONFIG_HOME") ?? folder("HOME").map { $0 + "/.config" }
        return configuration.map { $0 + "/planeview/config" }
    }

    /// Reads a file.
    ///
    /// - Returns: nil when there is none.
    /// - Throws: `ConfigurationError`, also when it cannot be read: what it sets would be missing unnoticed.
    package static func read(_ path: String) throws(ConfigurationError) -> Configuration? {
        let bytes: [UInt8]
        do throws(SystemError) {
            // Whoever put a pipe there is not waited for.
            bytes = try OwnedDescriptor.open(path, O_RDONLY | O_NONBLOCK).read(count: maximumSize + 1, at: 0)
        } catch {
            // A folder on the way that is a file has no such file in it, either.
            if error.errno == ENOENT || error.errno == ENOTDIR { return nil }
            throw ConfigurationError(
                file: path, reason: "it cannot be read: \(error.reason)",
                isShortage: SystemError.isShortage(error.errno))
        }
        guard bytes.count <= maximumSize else {
            throw ConfigurationError(file: path, reason: "it has more than \(maximumSize) bytes")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationError(file: path, reason: "it is not UTF-8 text")
        }
        return try Configuration(text, file: path)
    }
}
