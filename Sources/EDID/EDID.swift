package import Planes

/// What a monitor says of itself: VESA E-EDID, release A revision 2 (EDID 1.4), of a monitor that a window stands for.
///
/// Its first timing is the window's, which is the preferred and native one; besides there are the three modes that every
/// guest can do. A mode that is too large for a base block's descriptors stands in a DisplayID 1.3 extension, where there is
/// room for one, and a smaller one of its shape in the base block.
package struct EDID: Equatable, Sendable {
    /// 128 bytes a block.
    package let bytes: [UInt8]

    /// - Parameters:
    ///   - name: what the guest's settings call it; of what is printable in ASCII, the first 13 characters.
    ///   - maximumBytes: what the device takes; at least 128.
    package init(_ monitor: Monitor, name: String, maximumBytes: Int) {
        let wanted = VideoTiming(monitor.size, refresh: monitor.refresh)
        let needsExtension = !wanted.fitsDescriptor && maximumBytes >= 2 * BaseBlock.size
        let timing = VideoTiming.fittingDescriptor(monitor.size, refresh: monitor.refresh)
        let millimetres = monitor.millimetres.flatMap { Self.isSayable($0) ? $0 : nil }
        let base = BaseBlock(
            timing, millimetres: millimetres, name: name, extensions: needsExtension ? 1 : 0)
        bytes = base.bytes + (needsExtension ? DisplayIDBlock(wanted, millimetres: millimetres).bytes : [])
    }

    /// Whether a size can be told in whole centimetres and in millimetres alike: one without the other is a contradiction.
    private static func isSayable(_ millimetres: Size) -> Bool {
        [millimetres.width, millimetres.height].allSatisfy { (5...2554).contains($0) }
    }
}

extension [UInt8] {
    /// The byte with which a block's bytes add up to 0 modulo 256.
    var checksum: UInt8 { 0 &- reduce(0, &+) }

    /// The low byte of a number.
    mutating func appendByte(_ value: Int) { append(UInt8(truncatingIfNeeded: value)) }

    /// The low 16 bits of a number, the lowest first.
    mutating func appendWord(_ value: Int) {
        appendByte(value)
        appendByte(value >> 8)
    }
}
