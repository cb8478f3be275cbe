/// Where things are on the demo's test card.
struct Geometry {
    /// Pixels of the card.
    let width, height: Int

    var centre: Shape.Point { Shape.Point(x: Double(width) / 2, y: Double(height) / 2) }

    /// Pixels of the shorter side.
    private var side: Int { min(width, height) }
    /// The grid's pitch.
    var cell: Int { max(side / 18, 1) }
    /// The font's dot.
    var dot: Int { max(side / 120, 1) }

    /// The middle of the rim.
    var rimRadius: Double { Double(cell) * 7.75 }
    var rimWidth: Double { Double(cell) / 4 }
    /// What is inside of the rim.
    var discRadius: Double { Double(cell) * 7.5 }

    /// A band across the disc, in cells from the middle.
    func band(from top: Double, to bottom: Double) -> Rectangle {
        let y = height / 2 + Int(top * Double(cell))
        let x = width / 2 - Int(discRadius) - 1
        return Rectangle(
            x: x, y: y, width: 2 * (width / 2 - x), height: height / 2 + Int(bottom * Double(cell)) - y)
    }

    var wordMiddle: (x: Int, y: Int) { (width / 2, height / 2 - cell * 11 / 2 + dot) }
    var numberMiddle: (x: Int, y: Int) { (width / 2, height / 2 + cell * 11 / 2 + 2 * dot) }

    /// A frame's light in the row below the circle.
    func light(_ index: Int, of count: Int) -> Rectangle {
        let pitch = max(min(cell, (width - 4 * cell) / count), 1)
        return Rectangle(
            x: width / 2 - pitch * count / 2 + pitch * index + pitch / 8, y: height - cell * 3 / 4 - cell / 8,
            width: max(pitch * 3 / 4, 1), height: max(cell / 4, 1))
    }
}
