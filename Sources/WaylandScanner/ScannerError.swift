/// Why no bindings can be generated. Each says what to do about it.
enum ScannerError: Error, Equatable, CustomStringConvertible {
    /// The file is missing or is not XML.
    case unreadable(file: String, reason: String)
    /// The XML is well-formed and yet not a Wayland protocol.
    case malformed(file: String, line: Int, reason: String)
    case missingInterface(file: String, interface: String)
    case tooOld(file: String, interface: String, version: UInt32, needed: UInt32)
    /// The manifest says that these versions add no message, and the XML has one.
    case unexpectedMessage(file: String, interface: String, message: String, since: UInt32)
    /// A message above the ceiling stands before one below it: leaving it out would move opcodes.
    case unordered(file: String, interface: String, message: String)
    /// An event brings an object that nobody could receive.
    case unboundEventObject(interface: String, event: String, object: String)
    case usage

    var description: String {
        switch self {
        case .unreadable(let file, let reason):
            "\(file): \(reason)"
        case .malformed(let file, let line, let reason):
            "\(file):\(line): \(reason)"
        case .missingInterface(let file, let interface):
            "\(file) has no interface \(interface): correct protocols/bindings.txt"
        case .tooOld(let file, let interface, let version, let needed):
            "\(file) describes version \(version) of \(interface) and protocols/bindings.txt needs \(needed): "
                + "install a newer package or lower the ceiling"
        case .unexpectedMessage(let file, let interface, let message, let since):
            "\(file) adds \(interface).\(message) in version \(since), so 'messages-of' in protocols/bindings.txt "
                + "is wrong for \(interface): drop it, or lower the ceiling"
        case .unordered(let file, let interface, let message):
            "\(file): \(interface).\(message) follows a newer message, so its opcode depends on the ceiling: "
                + "raise the ceiling in protocols/bindings.txt"
        case .unboundEventObject(let interface, let event, let object):
            "\(interface).\(event) brings a \(object): bind it too in protocols/bindings.txt"
        case .usage:
            "usage: generate-bindings MANIFEST OUTPUT-FOLDER XML…"
        }
    }
}
