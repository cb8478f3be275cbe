/// Guest pixels beside each other, each drawn in the same whole number of device pixels, so that nothing is resampled.
///
/// Surfaces are whole surface-local units, and not every number of pixels is: at 150 % three pixels are two units, and one
/// is none. A compositor draws such a surface between pixels, or rounds, which makes it a pixel more or less, depending on
/// where it lies (fractional-scale-v1 leaves that open for sub-surfaces); either blurs the picture. A length is therefore
/// cut down to one that is both. What is lost is less than `Scale.step` in pixels: 4 at 125 %, 2 at 150 %, none at 100 %.
struct ExactLength: Equatable {
    /// How many guest pixels are drawn; at least 1.
    let pixels: Int32
    /// In how much of the window, in surface-local units; at least 1.
    let units: Int32

    /// - Parameters:
    ///   - pixels: how many guest pixels there are; at least 1.
    ///   - multiple: device pixels for each; at least 1.
    init(_ pixels: Int32, times multiple: Int32, at scale: Scale) {
        let step = scale.step
        let stride = step.pixels / Scale.commonDivisor(step.pixels, multiple)
        let whole = pixels - pixels % stride
        if step.isFine && whole > 0 {
            self.pixels = whole
            units = Int32(clamping: Int64(whole) * Int64(multiple) * Int64(step.units) / Int64(step.pixels))
            return
        }
        // The cut would be too deep. The longest surface that has no more than those pixels where the compositor rounds.
        let wanted = Int64(pixels) * Int64(multiple)
        units = max(1, Int32(clamping: (120 * wanted + 59) / Int64(scale.rawValue)))
        self.pixels = min(pixels, max(1, scale.pixels(units) / multiple))
    }
}
