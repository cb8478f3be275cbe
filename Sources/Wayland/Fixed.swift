/// A signed number with 24 bits before the binary point and 8 after it (`wl_fixed_t`).
package struct Fixed: Hashable, Sendable {
    /// The number times 256.
    package let rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// The nearest value; numbers out of range (±8388608) become the least or the greatest.
    package init(_ value: Double) {
        let scaled = (value * 256).rounded()
        rawValue = scaled.isNaN ? 0 : Int32(max(Double(Int32.min), min(scaled, Double(Int32.max))))
    }

    package var doubleValue: Double { Double(rawValue) / 256 }
}
