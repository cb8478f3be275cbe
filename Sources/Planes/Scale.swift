/// How many pixels of an output one surface-local unit is, in 120ths: what fractional-scale-v1 tells
/// (`wp_fractional_scale_v1.preferred_scale`).
package struct Scale: Hashable, Sendable {
    /// 120 is 100 %; at least 1.
    package let rawValue: Int32

    /// 100 %.
    package static let one = Scale(120)

    /// - Parameter rawValue: 120ths; beyond 1 to 120 × 64 the nearest of them, so that lengths stay lengths.
    package init(_ rawValue: UInt32) {
        self.rawValue = Int32(min(max(rawValue, 1), 120 * 64))
    }

    /// Pixels in a surface-local unit.
    package var factor: Double { Double(rawValue) / 120 }

    /// A length in pixels: the nearest, halves away from zero, as the protocol has it for a buffer's size.
    ///
    /// - Parameter length: surface-local units.
    package func pixels(_ length: Int32) -> Int32 {
        let product = Int64(length) * Int64(rawValue)
        return Int32(clamping: (product + (product < 0 ? -60 : 60)) / 120)
    }

    /// The buffer's size for a surface's, in pixels.
    package func pixels(_ size: Size) -> Size {
        Size(width: pixels(size.width), height: pixels(size.height))
    }

    /// The smallest length in surface-local units that has room for so many pixels.
    package func units(for pixels: Int32) -> Int32 {
        let product = Int64(pixels) * 120
        return Int32(clamping: (product + Int64(rawValue) - 1) / Int64(rawValue))
    }

    /// The nearest position, not beyond `position`, that is a whole number of pixels: a surface that begins between two
    /// pixels is blurred.
    ///
    /// - Parameter position: surface-local units.
    package func aligned(_ position: Int32) -> Int32 {
        var (step, rest) = (Int32(120), rawValue)
        while rest != 0 { (step, rest) = (rest, step % rest) }
        step = 120 / step
        let beyond = position % step
        return position - (beyond < 0 ? beyond + step : beyond)
    }
}
