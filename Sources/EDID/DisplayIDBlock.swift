internal import Planes

/// An extension block that is a DisplayID section (DisplayID 1.3, and EDID's extension tag 70h) with one detailed timing of
/// type I: 16 bits a length and 24 of tens of kilohertz. The other three blocks say again what the base block says, because
/// a section must have them.
struct DisplayIDBlock {
    let bytes: [UInt8]

    init(_ timing: VideoTiming, millimetres: Size?) {
        var section: [UInt8] = [0x13, UInt8(Self.payload), Self.standsAlone, 0]
        section += Self.block(0x00, Self.product)
        section += Self.block(0x01, Self.parameters(timing, millimetres))
        section += Self.block(0x0f, Self.interface)
        section += Self.block(0x03, Self.timing(timing))
        section += [UInt8](repeating: 0, count: Self.payload + 4 - section.count)
        section.append(section.checksum)
        var bytes = [0x70] + section
        bytes.append(bytes.checksum)
        self.bytes = bytes
    }

    private static func block(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        [tag, 0, UInt8(content.count)] + content
    }

    /// How large, in tenths of a millimetre and in pixels, gamma 2.2, of which shape, 8 bits a colour.
    private static func parameters(_ timing: VideoTiming, _ millimetres: Size?) -> [UInt8] {
        let width = timing.horizontal.active
        let height = timing.vertical.active
        var bytes: [UInt8] = []
        bytes.appendWord(Int(millimetres?.width ?? 0) * 10)
        bytes.appendWord(Int(millimetres?.height ?? 0) * 10)
        bytes.appendWord(width)
        bytes.appendWord(height)
        // The longer side over the shorter one, in hundredths beyond 1.
        let shape = 100 * max(width, height) / min(width, height) - 100
        return bytes + [0, 120, UInt8(clamping: shape), 0x77]
    }

    private static func timing(_ timing: VideoTiming) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendWord(timing.clock - 1)
        bytes.appendByte((timing.clock - 1) >> 16)
        // Preferred, progressive, and of a shape that has no number.
        bytes.append(0x88)
        for (axis, polarity) in [(timing.horizontal, 0x8000), (timing.vertical, 0)] {
            bytes.appendWord(axis.active - 1)
            bytes.appendWord(axis.blank - 1)
            bytes.appendWord((axis.front - 1) | polarity)
            bytes.appendWord(axis.sync - 1)
        }
        return bytes
    }

    /// What there is between the section's head and its checksum, in 128 bytes.
    private static let payload = 121
    /// One DisplayPort with 8 bits a colour in RGB, and nothing else.
    private static let interface: [UInt8] = [0xa1, 0, 0x02, 0, 0, 0, 0, 0, 0, 0]
    /// A monitor, as product types go.
    private static let standsAlone: UInt8 = 3
    /// The same as in the base block: the maker, in ASCII, product 1, no serial number, no week of 2026, no name.
    private static let product: [UInt8] = Array("LNX".utf8) + [1, 0, 0, 0, 0, 0, 0, 26, 0]
}
