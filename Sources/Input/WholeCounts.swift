/// Makes whole counts of a mouse's motions, and loses nothing of slow ones.
package struct WholeCounts: Equatable, Sendable {
    private var x = 0.0
    private var y = 0.0

    package init() {}

    /// Adds a motion.
    ///
    /// - Returns: what is whole of it and of what was left; nil for nothing.
    package mutating func add(x: Double, y: Double) -> (x: Int32, y: Int32)? {
        let counts = (Self.add(x, to: &self.x), Self.add(y, to: &self.y))
        return counts == (0, 0) ? nil : counts
    }

    private static func add(_ distance: Double, to rest: inout Double) -> Int32 {
        // A hundred thousand counts are more than any hand makes in one motion.
        let sum = max(-100_000, min(100_000, rest + distance))
        let whole = sum.rounded(.towardZero)
        rest = sum - whole
        return Int32(whole)
    }
}
