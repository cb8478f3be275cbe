/// Finds the sign of a cursor's position where a driver loses it.
///
/// i915 GVT-g decodes the sign of the cursor's registers and then drops it, so that a cursor which the guest moves beyond the left
/// or the upper edge comes back from there, as in a mirror (drivers/gpu/drm/i915/gvt/fb_decoder.c). A cursor goes on as it went:
/// one that would be beyond the edge by now is taken to be there. It cannot be farther there than it points, because what points
/// stays on the screen.
package struct LostSign {
    private var horizontal = Axis()
    private var vertical = Axis()
    /// It has told a negative position: it loses nothing.
    private var knowsSigns = false

    package init() {}

    /// Follows the cursor.
    ///
    /// - Parameter cursor: what the driver tells now.
    /// - Returns: where it is, as far as can be told.
    package mutating func follow(_ cursor: Plane) -> Plane {
        let told = cursor.position
        if told.x < 0 || told.y < 0 { knowsSigns = true }
        guard !knowsSigns else { return cursor }
        // Nobody knows what points: of an arrow, a pixel near the corner. A wrong guess must not cost much.
        let reach =
            cursor.hotspot
            ?? Plane.Position(
                x: Int32(cursor.layout.width) / 8, y: Int32(cursor.layout.height) / 8)
        let position = Plane.Position(
            x: horizontal.follow(told.x, reach: reach.x), y: vertical.follow(told.y, reach: reach.y))
        return position == told ? cursor : cursor.moved(to: position)
    }

    /// There is no cursor: where it comes from next, nobody knows.
    package mutating func lose() {
        horizontal = Axis()
        vertical = Axis()
    }

    private struct Axis {
        private var last: Int32?
        /// Pixels from one position to the next.
        private var velocity: Int32 = 0
        /// How often the same was told again. A cursor that moves may be asked for twice between two of its positions.
        private var stills = 0

        private static let patience = 3

        mutating func follow(_ told: Int32, reach: Int32) -> Int32 {
            guard let last, told <= reach else { return move(to: told) }
            if told == abs(last) {
                stills += 1
                if stills >= Self.patience { velocity = 0 }
                // What had come fast from afar was at the edge before anybody knew.
                if last + velocity < 0 { self.last = -told }
                return self.last ?? told
            }
            // One that rests beyond the edge is as far there as it can be, and can only come back.
            let returns = last < 0 && velocity == 0 && told > -last
            return move(to: last + velocity < 0 && !returns ? -told : told)
        }

        private mutating func move(to position: Int32) -> Int32 {
            velocity = position - (last ?? position)
            stills = 0
            last = position
            return position
        }
    }
}
