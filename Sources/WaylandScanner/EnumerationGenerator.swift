/// Writes the type of an enumeration: an option set for a bitfield, a struct of named values otherwise, because a newer
/// compositor may send values that this program does not know.
struct EnumerationGenerator {
    /// The type, indented as a member of the class.
    func type(_ enumeration: EnumerationModel) -> String {
        let name = Names.type(enumeration.name)
        let conformances = enumeration.isBitfield ? "OptionSet, Hashable" : "RawRepresentable, Hashable"
        let entries = enumeration.entries.flatMap { entry in
            [
                "        /// `\(entry.name)`\(summary(entry.summary)).",
                "        package static let \(Names.member(entry.name))\(value(entry, name, enumeration.isBitfield))",
            ]
        }
        return """
                /// `\(enumeration.name)`\(summary(enumeration.summary)).
                package struct \(name): \(conformances), Sendable {
                    package let rawValue: UInt32
                    package init(rawValue: UInt32) { self.rawValue = rawValue }

            \(entries.joined(separator: "\n"))
                }

            """
    }

    private func value(_ entry: EntryModel, _ type: String, _ isBitfield: Bool) -> String {
        // The compiler warns of an option without a bit.
        isBitfield && entry.value == 0 ? ": \(type) = []" : " = \(type)(rawValue: \(entry.value))"
    }
}
