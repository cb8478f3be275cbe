/// Where a plane is drawn, and what of it.
package struct Placement: Hashable, Sendable {
    /// In the window's surface-local coordinates.
    package let rectangle: Rectangle
    /// The part of the buffer that is drawn, in its pixels; nil for all of it.
    package let crop: Rectangle?

    package init(rectangle: Rectangle, crop: Rectangle? = nil) {
        self.rectangle = rectangle
        self.crop = crop
    }
}

/// How a cursor is drawn as the pointer's image.
package struct PointerPlacement: Hashable, Sendable {
    /// Surface-local units.
    package let size: Size
    /// The part of the buffer that is drawn, in its pixels; nil for all of it.
    package let crop: Rectangle?
    /// Where it points, in surface-local units from its corner; within its size.
    package let hotspot: Plane.Position
}
