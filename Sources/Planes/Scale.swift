/// How many pixels of an output one surface-local unit is, in 120ths: what fractional-scale-v1 tells
/// (`wp_fractional_scale_v1.preferred_scale`).
package struct Scale: Hashable, Sendable {
    /// 120 is 100 %; at least 1.
    package let rawValue: Int32
    /// The shortest length that is whole in surface-local units and in pixels alike: at 125 % 4 units, which are 5 pixels.
    package let step: Step

    /// 100 %.
    package static let one = Scale(120)

    /// - Parameter rawValue: 120ths; beyond 1 to 120 × 64 the nearest of them, so that lengths stay lengths.
    package init(_ rawValue: UInt32) {
        self.rawValue = Int32(min(max(rawValue, 1), 120 * 64))
        let divisor = Self.commonDivisor(120, self.rawValue)
        step = Step(units: 120 / divisor, pixels: self.rawValue / divisor)
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
        let beyond = position % step.units
        return position - (beyond < 0 ? beyond + step.units : beyond)
    }

    /// The shortest length that is whole in two units of measure.
    package struct Step: Hashable, Sendable {
        /// Surface-local units.
        package let units: Int32
        package let pixels: Int32

        /// Whether so little may be cut off a picture to have it exact. It is at whole scales, and at 120, 125, 133, 140, 150,
        /// 160, 167, 175 and 180 %.
        var isFine: Bool { units <= 5 }
    }

    /// The greatest common divisor of two numbers of which one at least is not 0.
    static func commonDivisor(_ one: Int32, _ other: Int32) -> Int32 {
        var (divisor, rest) = (one, other)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        return divisor
    }
}
