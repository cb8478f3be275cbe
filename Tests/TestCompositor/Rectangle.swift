/// A rectangle in the coordinates of a surface or a buffer.
package struct Rectangle: Hashable {
    package var x, y, width, height: Int32

    package init(x: Int32, y: Int32, width: Int32, height: Int32) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// What is left of this rectangle without another.
    func subtracting(_ other: Rectangle) -> [Rectangle] {
        let left = max(x, other.x)
        let top = max(y, other.y)
        let right = min(x + width, other.x + other.width)
        let bottom = min(y + height, other.y + other.height)
        guard left < right, top < bottom else { return [self] }
        return [
            Rectangle(x: x, y: y, width: width, height: top - y),
            Rectangle(x: x, y: bottom, width: width, height: y + height - bottom),
            Rectangle(x: x, y: top, width: left - x, height: bottom - top),
            Rectangle(x: right, y: top, width: x + width - right, height: bottom - top),
        ].filter { $0.width > 0 && $0.height > 0 }
    }
}
