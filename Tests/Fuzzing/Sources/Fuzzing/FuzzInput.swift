/// What the fuzzer made up, taken from the front. When it is used up, zeros follow.
package struct FuzzInput {
    private var rest: ArraySlice<UInt8>

    /// - Parameters: as `LLVMFuzzerTestOneInput` is called.
    package init(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
        rest = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))[...]
    }

    package var isEmpty: Bool { rest.isEmpty }

    /// The next bytes.
    package mutating func bytes(_ count: Int) -> [UInt8] {
        let taken = rest.prefix(count)
        rest = rest.dropFirst(count)
        return taken + [UInt8](repeating: 0, count: count - taken.count)
    }

    /// All that is left.
    package mutating func remainder() -> [UInt8] {
        defer { rest = [] }
        return Array(rest)
    }

    /// The next bytes as a number, the lowest first.
    package mutating func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> Number {
        bytes(Number.bitWidth / 8).reversed().reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    }

    /// A text that ends with a zero byte, or with the input.
    package mutating func text() -> String {
        let text = rest.prefix { $0 != 0 }
        rest = rest.dropFirst(text.count + 1)
        return String(decoding: text, as: UTF8.self)
    }
}
