/// A colour of the demo's pictures, not premultiplied.
struct Colour: Equatable {
    /// Red, green, blue and alpha, each 0 to 1.
    let red, green, blue, alpha: Double

    init(red: Double, green: Double, blue: Double, alpha: Double = 1) {
        self.red = red
        self.green = green
        self.blue = blue
        self.alpha = alpha
    }

    /// - Parameter rgb: 0xRRGGBB, opaque.
    init(_ rgb: UInt32) {
        self.init(
            red: Double(rgb >> 16 & 0xff) / 255, green: Double(rgb >> 8 & 0xff) / 255,
            blue: Double(rgb & 0xff) / 255)
    }

    /// - Parameter grey: 0, black, to 1, white.
    init(grey: Double) {
        self.init(red: grey, green: grey, blue: grey)
    }

    /// The colour at `position` (0 to 1) of the way to another.
    func mixed(with other: Colour, at position: Double) -> Colour {
        func between(_ from: Double, _ to: Double) -> Double { from + (to - from) * position }
        return Colour(
            red: between(red, other.red), green: between(green, other.green), blue: between(blue, other.blue),
            alpha: between(alpha, other.alpha))
    }

    /// The pixel of a DRM format ARGB8888 (0xAARRGGBB) with premultiplied alpha, as Wayland wants it.
    var pixel: UInt32 { over(0, coverage: 1) }

    /// Lays the colour over a premultiplied pixel.
    ///
    /// - Parameter coverage: how much of the pixel is covered, 0 to 1.
    func over(_ pixel: UInt32, coverage: Double) -> UInt32 {
        let opacity = alpha * coverage
        func channel(_ value: Double, _ shift: UInt32) -> UInt32 {
            let under = Double(pixel >> shift & 0xff) / 255
            return UInt32(((value * opacity + under * (1 - opacity)) * 255).rounded()) << shift
        }
        return channel(1, 24) | channel(red, 16) | channel(green, 8) | channel(blue, 0)
    }
}

extension Colour {
    static let black = Colour(0x000000)
    static let white = Colour(0xffffff)
    /// The card's ground.
    static let night = Colour(0x0d1117)
    /// The card's grid.
    static let slate = Colour(0x222b38)
    /// The axes of the grid.
    static let steel = Colour(0x4a5a70)
    /// What moves.
    static let teal = Colour(0x2dd4bf)
    /// What counts.
    static let amber = Colour(0xfbbf24)
}
