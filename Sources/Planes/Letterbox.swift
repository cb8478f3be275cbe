/// Where a device's screen is drawn in a window: as large as fits with its aspect kept, in the middle.
package struct Letterbox: Equatable, Sendable {
    /// The primary plane's size in pixels.
    package let picture: Size
    /// Where the primary plane is, in the window's surface-local coordinates.
    package let frame: Rectangle

    /// - Parameters:
    ///   - picture: pixels; at least 1×1.
    ///   - window: surface-local units; at least 1×1.
    package init(picture: Size, window: Size) {
        self.picture = picture
        // Which side limits, without division: picture.width / picture.height against window.width / window.height.
        let byWidth =
            Int64(picture.width) * Int64(window.height) >= Int64(window.width) * Int64(picture.height)
        let size =
            byWidth
            ? Size(
                width: window.width, height: Self.scale(picture.height, by: window.width, over: picture.width)
            )
            : Size(
                width: Self.scale(picture.width, by: window.height, over: picture.height),
                height: window.height)
        frame = Rectangle(
            x: (window.width - size.width) / 2, y: (window.height - size.height) / 2, size: size)
    }

    /// Where a plane is drawn; nil where no pixel of it is on the screen.
    ///
    /// What lies beyond the screen is cut off, as scan-out does, in whole pixels of the plane. The corner rounds down,
    /// so that a plane that moves by a pixel never moves backwards; the size rounds to the nearest and is at least 1,
    /// because a viewport's destination must not be empty (viewporter, bad_value).
    package func place(_ plane: Plane) -> Placement? {
        if plane.kind == .primary { return Placement(rectangle: frame, crop: nil) }
        let size = Size(plane.layout)
        let left = max(plane.position.x, 0)
        let top = max(plane.position.y, 0)
        let right = min(plane.position.x + size.width, picture.width)
        let bottom = min(plane.position.y + size.height, picture.height)
        guard left < right, top < bottom else { return nil }
        let visible = Size(width: right - left, height: bottom - top)
        return Placement(
            rectangle: Rectangle(
                x: frame.x + Self.floor(left, by: frame.size.width, over: picture.width),
                y: frame.y + Self.floor(top, by: frame.size.height, over: picture.height),
                size: Size(
                    width: Self.scale(visible.width, by: frame.size.width, over: picture.width),
                    height: Self.scale(visible.height, by: frame.size.height, over: picture.height))),
            crop: visible == size
                ? nil : Rectangle(x: left - plane.position.x, y: top - plane.position.y, size: visible))
    }

    private static func scale(_ length: Int32, by numerator: Int32, over denominator: Int32) -> Int32 {
        let doubled = 2 * Int64(length) * Int64(numerator) + Int64(denominator)
        return max(1, Int32(clamping: doubled / (2 * Int64(denominator))))
    }

    /// For lengths that are not negative.
    private static func floor(_ length: Int32, by numerator: Int32, over denominator: Int32) -> Int32 {
        Int32(clamping: Int64(length) * Int64(numerator) / Int64(denominator))
    }
}

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

/// Width and height, in the units that its place names.
package struct Size: Hashable, Sendable {
    package let width: Int32
    package let height: Int32

    package init(width: Int32, height: Int32) {
        self.width = width
        self.height = height
    }
}

extension Size {
    /// A picture's size in pixels. The gate keeps both within 16384.
    package init(_ layout: BufferLayout) {
        self.init(width: Int32(clamping: layout.width), height: Int32(clamping: layout.height))
    }
}

/// A rectangle, in the units that its place names.
package struct Rectangle: Hashable, Sendable {
    package let x: Int32
    package let y: Int32
    package let size: Size

    package init(x: Int32, y: Int32, size: Size) {
        self.x = x
        self.y = y
        self.size = size
    }
}
