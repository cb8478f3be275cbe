/// Finds where messages end in what a monitor says: objects, one after the other, on one line each or laid out over several.
package struct MessageSplitter: Sendable {
    private var message: [UInt8] = []
    /// Brackets that are open.
    private var depth = 0
    private var isInString = false
    private var isEscaped = false

    /// Bytes in one message. QEMU's answers to what is asked here are shorter than 1000; what it tells of itself may be
    /// longer, and is of no interest.
    package static let limit = 1 << 20

    package init() {}

    /// Takes the next byte.
    ///
    /// - Returns: a message, when it is its last.
    /// - Throws: `MonitorFault` for what is no object, or one too long.
    package mutating func add(_ byte: UInt8) throws(MonitorFault) -> [UInt8]? {
        if message.isEmpty {
            switch Unicode.Scalar(byte) {
            case " ", "\t", "\r", "\n": return nil
            case "{": break
            default: throw .notJSON
            }
        }
        guard message.count < Self.limit else { throw .tooLong }
        message.append(byte)
        guard isEnd(byte) else { return nil }
        defer { message = [] }
        return message
    }

    private mutating func isEnd(_ byte: UInt8) -> Bool {
        let character = Unicode.Scalar(byte)
        if isInString {
            if isEscaped {
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isInString = false
            }
            return false
        }
        switch character {
        case "\"": isInString = true
        case "{", "[": depth += 1
        case "}", "]": depth -= 1
        default: break
        }
        return depth == 0
    }
}
