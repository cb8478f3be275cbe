package import Descriptors
internal import Glibc

/// Filling a message. What fails here is the system's memory, or this program's idea of the types.
extension BusMessage {
    package func append(_ value: UInt16) throws(BusError) { try append("q", value) }
    package func append(_ value: Int32) throws(BusError) { try append("i", value) }
    package func append(_ value: UInt32) throws(BusError) { try append("u", value) }
    package func append(_ value: UInt64) throws(BusError) { try append("t", value) }
    package func append(_ value: Double) throws(BusError) { try append("d", value) }
    package func append(_ value: Bool) throws(BusError) { try append("b", Int32(value ? 1 : 0)) }

    package func append(_ text: String) throws(BusError) {
        try check(unsafe text.withCString { unsafe functions.append(message, Self.character("s"), $0) })
    }

    /// A duplicate of the descriptor goes with the message.
    package func append(_ file: borrowing OwnedDescriptor) throws(BusError) {
        try append("h", file.rawValue)
    }

    package func append(_ bytes: RawSpan) throws(BusError) {
        try check(
            unsafe bytes.withUnsafeBytes {
                unsafe functions.appendArray(message, Self.character("y"), $0.baseAddress, $0.count)
            })
    }

    /// Has a container (`a`, `v` or `e`) of a type filled.
    package func append(
        _ container: Unicode.Scalar, _ type: String, _ body: () throws(BusError) -> Void
    ) throws(BusError) {
        try check(unsafe functions.open(message, Self.character(container), type))
        try body()
        try check(unsafe functions.closeContainer(message))
    }

    /// An array of texts.
    package func append(_ texts: [String]) throws(BusError) {
        try append("a", "s") { () throws(BusError) in
            for text in texts { try append(text) }
        }
    }

    private func append<Value: BitwiseCopyable>(
        _ type: Unicode.Scalar, _ value: Value
    ) throws(BusError) {
        try check(
            unsafe withUnsafePointer(to: value) {
                unsafe functions.append(message, Self.character(type), UnsafeRawPointer($0))
            })
    }

    private func check(_ result: Int32) throws(BusError) {
        guard result >= 0 else { throw .failed(SystemError(call: "sd_bus_message_append", errno: -result)) }
    }

    // MARK: Answers

    /// An empty answer to this call.
    package func makeReply() throws(BusError) -> BusMessage {
        var reply: OpaquePointer?
        let result = unsafe functions.makeReply(message, &reply)
        return try unsafe adopt(reply, result)
    }

    /// An error in answer to this call.
    package func makeError(_ name: String, _ text: String) throws(BusError) -> BusMessage {
        var reply: OpaquePointer?
        let result = unsafe name.withCString { name in
            unsafe text.withCString { text in
                // `sd_bus_error`: the name, the text, and a number that says that neither is to be freed.
                unsafe withUnsafeBytes(of: (name, text, 0)) {
                    unsafe $0.baseAddress.map { unsafe functions.makeError(message, &reply, $0) } ?? -EINVAL
                }
            }
        }
        return try unsafe adopt(reply, result)
    }

    private func adopt(_ reply: OpaquePointer?, _ result: Int32) throws(BusError) -> BusMessage {
        guard result >= 0, let reply = unsafe reply else {
            throw .failed(SystemError(call: "sd_bus_message_new_method_return", errno: -result))
        }
        return unsafe BusMessage(adopting: reply, functions)
    }
}
