/// An XML element's start, and what each kind of element says.
struct Element {
    let name: String
    let attributes: [String: String]

    /// A required attribute.
    func text(_ attribute: String) throws(Malformed) -> String {
        guard let value = attributes[attribute], !value.isEmpty else {
            throw Malformed(reason: "<\(name)> lacks the attribute '\(attribute)'")
        }
        return value
    }

    /// A required attribute that is a number, decimal or hexadecimal.
    func number(_ attribute: String) throws(Malformed) -> UInt32 {
        let text = try text(attribute)
        let value = text.hasPrefix("0x") ? UInt32(text.dropFirst(2), radix: 16) : UInt32(text)
        guard let value else {
            throw Malformed(reason: "'\(text)' is no value of the attribute '\(attribute)'")
        }
        return value
    }

    /// The version that brought this: the first where nothing is said.
    func since() throws(Malformed) -> UInt32 { attributes["since"] == nil ? 1 : try number("since") }

    /// This element as a request or an event.
    func message() throws(Malformed) -> MessageModel {
        MessageModel(
            name: try text("name"), since: try since(), isDestructor: attributes["type"] == "destructor")
    }

    /// This element as an argument.
    func argument() throws(Malformed) -> ArgumentModel {
        let type = try text("type")
        guard let kind = ArgumentModel.Kind(rawValue: type) else {
            throw Malformed(reason: "'\(type)' is no type of an argument")
        }
        return ArgumentModel(
            name: try text("name"), kind: kind, interface: attributes["interface"],
            enumeration: attributes["enum"], allowsNull: attributes["allow-null"] == "true")
    }

    /// This element as an enumeration.
    func enumeration() throws(Malformed) -> EnumerationModel {
        EnumerationModel(
            name: try text("name"), since: try since(), isBitfield: attributes["bitfield"] == "true")
    }

    /// This element as a value of an enumeration.
    func entry() throws(Malformed) -> EntryModel {
        let summary = (attributes["summary"] ?? "").split(whereSeparator: \.isWhitespace).joined(
            separator: " ")
        return EntryModel(
            name: try text("name"), value: try number("value"), since: try since(), summary: summary)
    }
}

/// What is wrong with an element; the reader adds the place.
struct Malformed: Error {
    let reason: String
}
