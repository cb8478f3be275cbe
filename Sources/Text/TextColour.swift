/// A colour of text or of what is under it, not premultiplied.
package struct TextColour: Hashable, Sendable {
    /// 0xRRGGBB.
    package let rgb: UInt32
    /// 0, nothing, to 1, opaque.
    package let alpha: Double

    package static let white = TextColour(0xffffff)
    package static let black = TextColour(0x000000)

    /// - Parameter rgb: 0xRRGGBB.
    package init(_ rgb: UInt32, alpha: Double = 1) {
        self.rgb = rgb
        self.alpha = alpha
    }

    /// Red, green and blue, each 0 to 1.
    var channels: (red: Double, green: Double, blue: Double) {
        func channel(_ shift: UInt32) -> Double { Double(rgb >> shift & 0xff) / 255 }
        return (channel(16), channel(8), channel(0))
    }
}
