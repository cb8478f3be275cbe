/// A JSON value, as somebody sent it (RFC 8259).
package indirect enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    /// Integers beyond 2⁵³ lose their last digits.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([Member])

    package struct Member: Equatable, Sendable {
        package let name: String
        package let value: JSONValue
    }

    /// A member of an object, the first of its name; nil where there is none, or no object.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// nil where it is no string.
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// nil where it is neither true nor false.
    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// nil where it is no array.
    package var array: [JSONValue]? {
        if case .array(let values) = self { values } else { nil }
    }
}
