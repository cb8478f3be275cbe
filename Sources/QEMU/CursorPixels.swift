/// A cursor's pixels, `argb8888`, with colours that are multiplied by their alpha, as Wayland's and DRM's are.
///
/// QEMU hands on what its devices give it, and nobody says which kind that is: a Linux guest's cursor plane is multiplied, an
/// image that a device made from a mask and some old devices' are not. A colour that is larger than its alpha gives an image away.
struct CursorPixels {
    private let pixels: [UInt32]

    /// - Parameters:
    ///   - data: at least so many pixels.
    ///   - count: pixels.
    init(_ data: RawSpan, count: Int) {
        var pixels = [UInt32](repeating: 0, count: count)
        var isMultiplied = true
        for index in 0..<count {
            let pixel = unsafe data.unsafeLoadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
            pixels[index] = pixel
            let alpha = pixel >> 24
            isMultiplied =
                isMultiplied && pixel >> 16 & 0xff <= alpha && pixel >> 8 & 0xff <= alpha
                && pixel & 0xff <= alpha
        }
        self.pixels = isMultiplied ? pixels : pixels.map(Self.multiplied)
    }

    /// Lends the pixels, row after row without gaps.
    func withBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
        unsafe pixels.withUnsafeBytes { body(unsafe $0.bytes) }
    }

    private static func multiplied(_ pixel: UInt32) -> UInt32 {
        let alpha = pixel >> 24
        func scaled(_ shift: UInt32) -> UInt32 { (((pixel >> shift & 0xff) * alpha + 127) / 255) << shift }
        return alpha << 24 | scaled(16) | scaled(8) | scaled(0)
    }
}
