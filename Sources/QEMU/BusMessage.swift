package import Descriptors
internal import Glibc

/// A D-Bus message: one that has come, to be read from its first value to its last, or one to be sent, to be filled in the
/// same order.
@safe package final class BusMessage {
    let functions: BusFunctions
    let message: OpaquePointer

    /// The D-Bus specification's numbers.
    package enum Kind: UInt8, Sendable {
        case call = 1
        case reply = 2
        case error = 3
        case signal = 4
    }

    /// Takes over a reference.
    init(adopting message: OpaquePointer, _ functions: BusFunctions) {
        unsafe self.message = message
        self.functions = functions
    }

    deinit { _ = unsafe functions.releaseMessage(message) }

    // MARK: The header

    /// nil for a kind that D-Bus does not have yet.
    package var kind: Kind? {
        var type: UInt8 = 0
        guard unsafe functions.type(message, &type) >= 0 else { return nil }
        return Kind(rawValue: type)
    }

    package var path: String { unsafe text(functions.path(message)) }
    package var interface: String { unsafe text(functions.interface(message)) }
    package var member: String { unsafe text(functions.member(message)) }
    /// Who it is from, by the name that a message bus gave it; empty where there is but one other side.
    package var sender: String { unsafe text(functions.sender(message)) }
    /// The types of all values.
    package var signature: String { unsafe text(functions.signature(message, 1)) }
    package var expectsReply: Bool { unsafe functions.expectsReply(message) > 0 }

    /// What a reply or an error answers: the number that `Bus.send` gave.
    package var replyCookie: UInt64? {
        var cookie: UInt64 = 0
        return unsafe functions.replyCookie(message, &cookie) >= 0 ? cookie : nil
    }

    /// The error that the message is; nil for all others.
    package var error: BusError? {
        guard kind == .error else { return nil }
        let error = unsafe functions.error(message)
        return unsafe .refused(name: text(error?[0]), text: text(error?[1]))
    }

    private func text(_ pointer: UnsafePointer<CChar>?) -> String {
        unsafe pointer.map { unsafe String(cString: $0) } ?? ""
    }

    // MARK: Reading

    package func readUInt16() throws(BusError) -> UInt16 { try read("q", 0) }
    package func readInt32() throws(BusError) -> Int32 { try read("i", 0) }
    package func readUInt32() throws(BusError) -> UInt32 { try read("u", 0) }
    package func readUInt64() throws(BusError) -> UInt64 { try read("t", 0) }
    package func readDouble() throws(BusError) -> Double { try read("d", 0) }
    /// sd-bus writes a boolean as an `int`.
    package func readBool() throws(BusError) -> Bool { try read("b", Int32(0)) != 0 }

    package func readString() throws(BusError) -> String {
        var pointer: UnsafePointer<CChar>?
        try check(unsafe functions.read(message, Self.character("s"), &pointer))
        return unsafe text(pointer)
    }

    /// A descriptor of the message's, duplicated.
    ///
    /// - Throws: `BusError.failed` when this process has no descriptors left.
    package func readFile() throws(BusError) -> OwnedDescriptor {
        let lent: Int32 = try read("h", -1)
        do { return try OwnedDescriptor.duplicate(of: lent) } catch { throw .failed(error) }
    }

    /// Lends an array of bytes.
    package func readBytes<Result, Failure: Error>(
        _ body: (RawSpan) throws(Failure) -> Result
    ) throws(BusError) -> Swift.Result<Result, Failure> {
        var start: UnsafeRawPointer?
        var count = 0
        try check(unsafe functions.readArray(message, Self.character("y"), &start, &count))
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
        return Swift.Result { () throws(Failure) in try body(unsafe bytes.bytes) }
    }

    /// Reads the elements of an array.
    ///
    /// - Parameters:
    ///   - type: an element's.
    ///   - limit: elements at most: a message may be many megabytes.
    ///   - element: reads one.
    package func readArray(
        of type: String, atMost limit: Int, _ element: () throws(BusError) -> Void
    ) throws(BusError) {
        try enter("a", type)
        var count = 0
        while try !isAtEnd() {
            count += 1
            guard count <= limit else { throw .malformed }
            try element()
        }
        try leave()
    }

    /// Goes into a container (`a`, `v` or `e`) of a type.
    package func enter(_ container: Unicode.Scalar, _ type: String?) throws(BusError) {
        let entered =
            unsafe type.map { unsafe functions.enter(message, Self.character(container), $0) }
            ?? functions.enter(message, Self.character(container), nil)
        // 0: there is none.
        guard entered > 0 else { throw .malformed }
    }

    package func leave() throws(BusError) { try check(unsafe functions.exit(message)) }

    /// Whether the container that was entered has nothing more.
    package func isAtEnd() throws(BusError) -> Bool {
        let answer = unsafe functions.isAtEnd(message, 0)
        guard answer >= 0 else { throw .malformed }
        return answer > 0
    }

    /// The type of what a variant holds, which comes next.
    package func typeOfVariant() throws(BusError) -> String {
        var type: CChar = 0
        var contents: UnsafePointer<CChar>?
        guard unsafe functions.peek(message, &type, &contents) > 0, type == Self.character("v") else {
            throw .malformed
        }
        return unsafe text(contents)
    }

    /// Passes over one value of a type.
    package func skip(_ type: String) throws(BusError) { try check(unsafe functions.skip(message, type)) }

    private func read<Value: BitwiseCopyable>(
        _ type: Unicode.Scalar, _ initial: Value
    ) throws(BusError) -> Value {
        var value = initial
        let result = unsafe withUnsafeMutablePointer(to: &value) {
            unsafe functions.read(message, Self.character(type), UnsafeMutableRawPointer($0))
        }
        // 0: the message has ended.
        guard result > 0 else { throw .malformed }
        return value
    }

    private func check(_ result: Int32) throws(BusError) {
        guard result >= 0 else { throw .malformed }
    }

    static func character(_ scalar: Unicode.Scalar) -> CChar { CChar(truncatingIfNeeded: scalar.value) }
}
