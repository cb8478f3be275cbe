/// The format table of `zwp_linux_dmabuf_feedback_v1`: entries of 16 bytes, {u32 format, u32 padding, u64 modifier},
/// in native byte order (linux-dmabuf, version 4, format_table).
package struct FormatTable: Equatable, Sendable {
    package struct Entry: Equatable, Sendable {
        package let format: Fourcc
        package let modifier: Modifier

        package init(format: Fourcc, modifier: Modifier) {
            self.format = format
            self.modifier = modifier
        }
    }

    private let entries: [Entry]

    /// Reads whole entries; what is left at the end is ignored.
    package init(_ bytes: RawSpan) {
        var entries: [Entry] = []
        entries.reserveCapacity(bytes.byteCount / 16)
        for offset in stride(from: 0, to: bytes.byteCount - 15, by: 16) {
            entries.append(
                Entry(
                    format: Fourcc(
                        rawValue: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)),
                    modifier: Modifier(
                        rawValue: unsafe bytes.unsafeLoadUnaligned(
                            fromByteOffset: offset + 8, as: UInt64.self))))
        }
        self.entries = entries
    }

    package init() { entries = [] }

    package var count: Int { entries.count }

    /// The entry at an index that the compositor sent; nil when it lies beyond the table.
    package subscript(index: UInt16) -> Entry? {
        Int(index) < entries.count ? entries[Int(index)] : nil
    }
}
