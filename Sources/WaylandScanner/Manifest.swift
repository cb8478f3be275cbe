// This file is compiled twice: into this library, and, through a symbolic link, into the plugin, which cannot import
// a library. So it uses no other file, no Foundation and no `package` access.

/// What protocols/bindings.txt asks for: which interfaces, out of which files.
struct Manifest: Equatable {
    /// An XML file and what is taken from it.
    struct ProtocolFile: Equatable {
        /// The pkg-config package whose `pkgdatadir` the paths start from.
        var package: String
        /// Where the file may be; the first that exists counts.
        var paths: [String]
        var interfaces: [BoundInterface] = []
    }

    /// An interface to bind.
    struct BoundInterface: Equatable {
        /// As in the XML: `wl_surface`.
        var name: String
        /// The highest version that the program may bind.
        var ceiling: UInt32
        /// The version that the XML must describe: the versions above it, up to the ceiling, add no message.
        var describedAt: UInt32

        /// The Swift class's name: `WlSurface`.
        var className: String {
            name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        }
    }

    var protocols: [ProtocolFile] = []

    /// All interfaces, in the order of the manifest.
    var interfaces: [BoundInterface] { protocols.flatMap(\.interfaces) }
    /// The names of all generated files: one an interface, and the table of them all.
    var files: [String] { interfaces.map { $0.className + ".swift" } + ["ProtocolTable.swift"] }

    /// Reads the manifest's text; its own head comment explains the grammar.
    init(parsing text: String) throws(ManifestError) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let statement = line.prefix { $0 != "#" }
            let words = statement.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
            if let reason = read(words) { throw ManifestError(line: index + 1, reason: reason) }
        }
    }

    /// Takes in one statement; answers what is wrong with it.
    private mutating func read(_ words: [String]) -> String? {
        switch words.first {
        case nil: return nil
        case "protocol": return readProtocol(words)
        default: return readInterface(words)
        }
    }

    private mutating func readProtocol(_ words: [String]) -> String? {
        guard words.count >= 3 else { return "expected: protocol PACKAGE PATH [PATH…]" }
        protocols.append(ProtocolFile(package: words[1], paths: Array(words[2...])))
        return nil
    }

    private mutating func readInterface(_ words: [String]) -> String? {
        guard let file = protocols.indices.last else {
            return "an interface needs a 'protocol' line above it"
        }
        let form = "expected: INTERFACE CEILING, or INTERFACE CEILING messages-of VERSION"
        guard words.count == 2 || words.count == 4 && words[2] == "messages-of" else { return form }
        guard let ceiling = UInt32(words[1]), let described = UInt32(words[words.count - 1]) else {
            return form
        }
        guard described >= 1, described <= ceiling else {
            return "versions start at 1 and end at the ceiling"
        }
        guard !interfaces.contains(where: { $0.name == words[0] }) else {
            return "\(words[0]) is bound twice"
        }
        let bound = BoundInterface(name: words[0], ceiling: ceiling, describedAt: described)
        protocols[file].interfaces.append(bound)
        return nil
    }
}

/// A line of the manifest that makes no sense.
struct ManifestError: Error, Equatable, CustomStringConvertible {
    /// Counted from 1.
    let line: Int
    let reason: String

    var description: String { "protocols/bindings.txt:\(line): \(reason)" }
}
