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

    /// Where another plane is, in the window's surface-local coordinates.
    ///
    /// Its corner rounds down, so that a plane that moves by a pixel never moves backwards; its size rounds to the
    /// nearest and is at least 1, because a viewport's destination must not be empty (viewporter, bad_value).
    package func place(_ plane: Plane) -> Rectangle {
        if plane.kind == .primary { return frame }
        return Rectangle(
            x: frame.x + Self.floor(plane.position.x, by: frame.size.width, over: picture.width),
            y: frame.y + Self.floor(plane.position.y, by: frame.size.height, over: picture.height),
            size: Size(
                width: Self.scale(Int32(plane.layout.width), by: frame.size.width, over: picture.width),
                height: Self.scale(Int32(plane.layout.height), by: frame.size.height, over: picture.height)))
    }

    private static func scale(_ length: Int32, by numerator: Int32, over denominator: Int32) -> Int32 {
        let doubled = 2 * Int64(length) * Int64(numerator) + Int64(denominator)
        return max(1, Int32(clamping: doubled / (2 * Int64(denominator))))
    }

    private static func floor(_ length: Int32, by numerator: Int32, over denominator: Int32) -> Int32 {
        let product = Int64(length) * Int64(numerator)
        let quotient = product / Int64(denominator)
        return Int32(clamping: product % Int64(denominator) < 0 ? quotient - 1 : quotient)
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

/// A rectangle in surface-local units.
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
