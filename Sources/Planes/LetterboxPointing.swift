extension Letterbox {
    /// The guest's pixel under a place of the window; beside the picture, the nearest that is drawn.
    ///
    /// - Parameters: the window's surface-local coordinates.
    /// - Returns: pixels of the primary plane, and whether the place is on the picture.
    package func pixel(atX x: Double, y: Double) -> (x: Int32, y: Int32, isInside: Bool) {
        let across = Self.pixel(
            x - Double(frame.x), of: frame.size.width, from: visible.x, visible.size.width)
        let down = Self.pixel(
            y - Double(frame.y), of: frame.size.height, from: visible.y, visible.size.height)
        return (across.pixel, down.pixel, across.isInside && down.isInside)
    }

    /// - Parameters:
    ///   - place: surface-local units from where the picture begins.
    ///   - units: how long the picture is there.
    ///   - first: the first pixel that is drawn.
    ///   - count: how many are.
    private static func pixel(_ place: Double, of units: Int32, from first: Int32, _ count: Int32)
        -> (pixel: Int32, isInside: Bool)
    {
        // Not a number is nowhere.
        guard place >= 0 else { return (first, false) }
        guard place < Double(units) else { return (first + max(0, count - 1), false) }
        let pixel = Int32((place * Double(count) / Double(units)).rounded(.down))
        return (first + min(pixel, max(0, count - 1)), true)
    }
}
