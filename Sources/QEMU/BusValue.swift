/// A property's value, of the types that QEMU's have.
enum BusValue: Equatable {
    case string(String)
    case number(UInt32)
    case signed(Int32)
    case flag(Bool)
    case strings([String])
    case numbers([UInt32])

    var string: String? { if case .string(let value) = self { value } else { nil } }
    /// A string for people, who are not to be told more than a line of it, and whose terminals take control characters for
    /// commands.
    var text: String? {
        string.map { string in
            var scalars = String.UnicodeScalarView()
            for scalar in string.unicodeScalars.prefix(Self.textLimit) {
                scalars.append(scalar.properties.generalCategory == .control ? "\u{fffd}" : scalar)
            }
            return String(scalars)
        }
    }
    private static let textLimit = 200
    var number: UInt32? { if case .number(let value) = self { value } else { nil } }
    var signed: Int32? { if case .signed(let value) = self { value } else { nil } }
    var flag: Bool? { if case .flag(let value) = self { value } else { nil } }
    var strings: [String]? { if case .strings(let value) = self { value } else { nil } }
    var numbers: [UInt32]? { if case .numbers(let value) = self { value } else { nil } }
}

extension BusMessage {
    /// Elements of a list of properties, and of a property, that are taken.
    private static let limit = 256

    /// Reads what `GetAll` answers; properties of other types are left out.
    func readProperties() throws(BusError) -> [String: BusValue] {
        var properties: [String: BusValue] = [:]
        try readArray(of: "{sv}", atMost: Self.limit) { () throws(BusError) in
            try enter("e", "sv")
            let name = try readString()
            if let value = try readVariant() { properties[name] = value }
            try leave()
        }
        return properties
    }

    private func readVariant() throws(BusError) -> BusValue? {
        let type = try typeOfVariant()
        guard ["s", "u", "i", "b", "as", "au"].contains(type) else {
            try skip("v")
            return nil
        }
        try enter("v", type)
        let value: BusValue
        switch type {
        case "s": value = .string(try readString())
        case "u": value = .number(try readUInt32())
        case "i": value = .signed(try readInt32())
        case "b": value = .flag(try readBool())
        case "as": value = .strings(try readStrings())
        default: value = .numbers(try readNumbers())
        }
        try leave()
        return value
    }

    func readStrings() throws(BusError) -> [String] {
        var strings: [String] = []
        try readArray(of: "s", atMost: Self.limit) { () throws(BusError) in strings.append(try readString()) }
        return strings
    }

    private func readNumbers() throws(BusError) -> [UInt32] {
        var numbers: [UInt32] = []
        try readArray(of: "u", atMost: Self.limit) { () throws(BusError) in
            numbers.append(try readUInt32())
        }
        return numbers
    }
}
