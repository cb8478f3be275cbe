/// Text on its way from one clipboard to another.
///
/// Clipboards hold what anybody put there, a guest's above all. This is text, and of a length that nobody chokes on, and that
/// is all that is known of it: line ends and control characters are as they were.
package struct ClipboardText: Equatable, Sendable {
    /// UTF-8, without zeros.
    package let bytes: [UInt8]

    /// Bytes at most. QEMU drops what its agent would need more than 1 MiB for, headers included, and says so nowhere that the
    /// guest could see (ui/vdagent.c, `VDAGENT_BUFFER_LIMIT`).
    package static let limit = 1_000_000

    /// What it is called: the only type that QEMU knows (ui/dbus-clipboard.c).
    package static let mediaType = "text/plain;charset=utf-8"

    /// - Parameter bytes: zeros at the end, as guests that think in C leave them there, are cut off.
    /// - Returns: nil for what is no text, or too much of it.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.limit else { return nil }
        let end = bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
        let text = Array(bytes[..<end])
        guard !text.contains(0), String(validating: text, as: UTF8.self) != nil else { return nil }
        self.bytes = text
    }
}
