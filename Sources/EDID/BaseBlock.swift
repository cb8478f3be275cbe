internal import Planes

/// The first 128 bytes (EDID 1.4, section 3).
struct BaseBlock {
    static let size = 128

    let bytes: [UInt8]

    /// - Parameters:
    ///   - timing: of the preferred mode; one that fits a descriptor.
    ///   - millimetres: 5 to 2554; nil where nobody knows.
    ///   - extensions: how many blocks follow.
    init(_ timing: VideoTiming, millimetres: Size?, name: String, extensions: Int) {
        var bytes = Self.header + Self.maker
        // Product 1, no serial number; 36 years after 1990, in no week.
        bytes += [1, 0, 0, 0, 0, 0, 0, 36]
        bytes += [1, 4]
        bytes += Self.display(millimetres)
        bytes += Self.colours
        bytes += Self.everyGuests
        // No standard timings.
        bytes += [UInt8](repeating: 1, count: 16)
        bytes += Self.descriptor(timing, millimetres)
        bytes += Self.descriptor(tag: 0xfc, text: name)
        for _ in 0..<2 { bytes += Self.descriptor(tag: 0x10, []) }
        bytes.appendByte(extensions)
        bytes.append(bytes.checksum)
        self.bytes = bytes
    }

    private static let header: [UInt8] = [0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0]
    /// "LNX" in letters of five bits: what Linux's own made-up EDIDs say (Documentation/admin-guide/edid.rst).
    private static let maker: [UInt8] = [0x31, 0xd8]
    /// sRGB's primaries and white, in 1024ths.
    private static let colours: [UInt8] = [0xee, 0x91, 0xa3, 0x54, 0x4c, 0x99, 0x26, 0x0f, 0x50, 0x54]
    /// 640×480, 800×600 and 1024×768, each at 60 Hz.
    private static let everyGuests: [UInt8] = [0x21, 0x08, 0x00]

    /// Digital with 8 bits a colour, how large in centimetres, gamma 2.2, sRGB, and that the first timing is the native one.
    private static func display(_ millimetres: Size?) -> [UInt8] {
        let size: [Int32] = millimetres.map { [($0.width + 5) / 10, ($0.height + 5) / 10] } ?? [0, 0]
        return [0xa0] + size.map { UInt8(clamping: $0) } + [120, 0x06]
    }

    /// A detailed timing (3.10.2).
    private static func descriptor(_ timing: VideoTiming, _ millimetres: Size?) -> [UInt8] {
        let across = timing.horizontal
        let down = timing.vertical
        var bytes: [UInt8] = []
        bytes.appendWord(timing.clock)
        for axis in [across, down] {
            bytes.appendByte(axis.active)
            bytes.appendByte(axis.blank)
            bytes.appendByte((axis.active >> 8) << 4 | axis.blank >> 8)
        }
        bytes.appendByte(across.front)
        bytes.appendByte(across.sync)
        bytes.appendByte((down.front & 15) << 4 | down.sync & 15)
        bytes.appendByte(
            (across.front >> 8) << 6 | (across.sync >> 8) << 4 | (down.front >> 4) << 2 | down.sync >> 4)
        let width = Int(millimetres?.width ?? 0)
        let height = Int(millimetres?.height ?? 0)
        bytes.appendByte(width)
        bytes.appendByte(height)
        bytes.appendByte((width >> 8) << 4 | height >> 8)
        // No border; sync on wires of their own, the horizontal one positive: that is how reduced blanking is told.
        return bytes + [0, 0, 0x1a]
    }

    private static func descriptor(tag: UInt8, text: String) -> [UInt8] {
        var printable = Array(text.utf8.filter { (0x20..<0x7f).contains($0) }.prefix(13))
        if printable.isEmpty { printable = Array("planeview".utf8) }
        // What is shorter ends with a line feed, and spaces.
        return descriptor(tag: tag, printable + (printable.count < 13 ? [0x0a] : []), fill: 0x20)
    }

    private static func descriptor(tag: UInt8, _ content: [UInt8], fill: UInt8 = 0) -> [UInt8] {
        [0, 0, 0, tag, 0] + content + [UInt8](repeating: fill, count: 13 - content.count)
    }
}
