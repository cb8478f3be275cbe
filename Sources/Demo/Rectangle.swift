/// Whole pixels of a picture.
struct Rectangle: Equatable {
    /// The left edge and the top edge.
    let x, y: Int
    let width, height: Int

    /// The columns; none when the width is not positive.
    var columns: Range<Int> { x..<max(x, x + width) }
    /// The rows; none when the height is not positive.
    var rows: Range<Int> { y..<max(y, y + height) }

    init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// The pixels that are in both.
    func intersection(_ other: Rectangle) -> Rectangle {
        let columns = columns.clamped(to: other.columns)
        let rows = rows.clamped(to: other.rows)
        return Rectangle(x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count)
    }
}
