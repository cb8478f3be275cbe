/// Which formats a compositor imports, each with which modifiers.
package struct FormatSet: Equatable, Sendable {
    private var modifiers: [Fourcc: Set<Modifier>] = [:]

    package init() {}

    package mutating func insert(_ format: Fourcc, _ modifier: Modifier) {
        modifiers[format, default: []].insert(modifier)
    }

    package func contains(_ format: Fourcc, _ modifier: Modifier) -> Bool {
        modifiers[format]?.contains(modifier) ?? false
    }

    /// Whether the format is there with any modifier.
    package func contains(_ format: Fourcc) -> Bool { modifiers[format] != nil }
}
