/// An array that came with an event: bytes whose meaning only the event knows.
package struct WireArray: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// The array as whole numbers in the machine's byte order; an incomplete last one is dropped.
    package func elements<Element: FixedWidthInteger & BitwiseCopyable>(as type: Element.Type) -> [Element] {
        let size = MemoryLayout<Element>.size
        // Bytes have no padding.
        let span = unsafe bytes.span.bytes
        return (0..<bytes.count / size).map { index in
            // The span checks the bounds, and every pattern of bits is an integer.
            unsafe span.unsafeLoadUnaligned(fromByteOffset: index * size, as: type)
        }
    }
}
