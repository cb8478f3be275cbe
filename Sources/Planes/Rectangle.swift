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
