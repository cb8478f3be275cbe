/// A box under text.
package struct TextGround: Hashable, Sendable {
    package var colour: TextColour
    /// The radius of its corners, in surface-local units.
    package var radius: Int32

    package init(_ colour: TextColour, radius: Int32 = 0) {
        self.colour = colour
        self.radius = radius
    }
}
