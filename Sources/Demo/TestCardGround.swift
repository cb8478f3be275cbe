internal import Glibc

/// What all frames of the demo's test card share.
struct TestCardGround {
    private let geometry: Geometry
    private var width: Int { geometry.width }
    private var height: Int { geometry.height }
    private var cell: Int { geometry.cell }

    init(_ geometry: Geometry) {
        self.geometry = geometry
    }

    func draw(into canvas: inout Canvas) {
        drawGrid(into: &canvas)
        drawCorners(into: &canvas)
        drawRamps(into: &canvas)
        drawDisc(into: &canvas)
    }

    private func drawGrid(into canvas: inout Canvas) {
        let (x, y) = (width / 2, height / 2)
        for column in stride(from: x % cell, to: width, by: cell) {
            let colour: Colour = column == x ? .steel : .slate
            canvas.fill(Rectangle(x: column, y: 0, width: 1, height: height), colour)
        }
        for row in stride(from: y % cell, to: height, by: cell) {
            let colour: Colour = row == y ? .steel : .slate
            canvas.fill(Rectangle(x: 0, y: row, width: width, height: 1), colour)
        }
    }

    /// A circle in each corner: an ellipse tells of a wrong aspect.
    private func drawCorners(into canvas: inout Canvas) {
        let reach = Double(cell) * 2
        for x in [reach, Double(width) - reach] {
            for y in [reach, Double(height) - reach] {
                let place = Shape.Point(x: x, y: y)
                canvas.paint(.ring(place, radius: Double(cell) * 1.25, width: 1.5), .steel)
                canvas.paint(.disc(place, radius: Double(cell) / 8), .steel)
            }
        }
    }

    /// Each channel from full to nothing, left; each pair of channels, right.
    private func drawRamps(into canvas: inout Canvas) {
        let space = width / 2 - Int(geometry.rimRadius + geometry.rimWidth)
        guard space > 6 * cell else { return }
        let (columns, rows) = (cell, 8 * cell)
        // On the grid, as far from the middle on either side.
        let distance = (width / 2 - space / 2) / cell + 1
        let sides: [(x: Int, colours: [UInt32])] = [
            (width / 2 - distance * cell, [0xff0000, 0x00ff00, 0x0000ff]),
            (width / 2 + (distance - 3) * cell, [0x00ffff, 0xff00ff, 0xffff00]),
        ]
        for side in sides {
            for (index, colour) in side.colours.enumerated() {
                for row in 0..<rows {
                    let shade = Colour(colour).mixed(with: .black, at: Double(row) / Double(rows - 1))
                    canvas.fill(
                        Rectangle(
                            x: side.x + index * columns, y: height / 2 - rows / 2 + row,
                            width: columns, height: 1), shade)
                }
            }
        }
    }

    private func drawDisc(into canvas: inout Canvas) {
        canvas.paint(.disc(geometry.centre, radius: geometry.rimRadius), .night)
        let disc = Shape.disc(geometry.centre, radius: geometry.discRadius)
        drawBars(disc, into: &canvas)
        drawGreys(disc, into: &canvas)
        drawStripes(disc, into: &canvas)
        canvas.write("planeview", middle: geometry.wordMiddle, scale: geometry.dot, .white)
    }

    private func drawBars(_ disc: Shape, into canvas: inout Canvas) {
        let colours: [UInt32] = [
            0xffffff, 0xffff00, 0x00ffff, 0x00ff00, 0xff00ff, 0xff0000, 0x0000ff, 0x000000,
        ]
        let band = geometry.band(from: -4, to: 0)
        canvas.paint(disc, clip: band) { point in
            let index = Int((point.x - Double(band.x)) * 8 / Double(band.width))
            return Colour(colours[min(max(index, 0), 7)])
        }
    }

    /// Sixteen steps over a smooth ramp.
    private func drawGreys(_ disc: Shape, into canvas: inout Canvas) {
        let steps = geometry.band(from: 0, to: 1)
        canvas.paint(disc, clip: steps) { point in
            let place = (point.x - Double(steps.x)) / Double(steps.width)
            return Colour(grey: (place * 16).rounded(.down) / 15)
        }
        let ramp = geometry.band(from: 1, to: 2)
        canvas.paint(disc, clip: ramp) { point in
            Colour(grey: (point.x - Double(ramp.x)) / Double(ramp.width))
        }
    }

    /// Upright lines of 1 to 8 pixels: even where a picture is shown pixel by pixel, else uneven or grey.
    private func drawStripes(_ disc: Shape, into canvas: inout Canvas) {
        let widths = [8, 4, 3, 2, 1, 2, 3, 4, 8]
        let band = geometry.band(from: 2, to: 4)
        canvas.paint(disc, clip: band) { point in
            let x = Int(point.x) - band.x
            let section = min(max(x * widths.count / band.width, 0), widths.count - 1)
            return x / widths[section] % 2 == 0 ? .white : .black
        }
    }
}
