internal import Glibc

/// The demo's picture: a test card whose frames make a loop without a seam.
///
/// What it shows what for: lines of one pixel at the border and stripes in the middle (scaling), corner circles and
/// the grid (aspect), colour bars and ramps (formats, channel order, banding), a turning rim, a running light and the
/// frame's number (flips, drops, order).
struct TestCard {
    /// Pixels.
    let width, height: Int
    /// The length of the loop.
    let frameCount: Int

    private let ground: Canvas
    private let geometry: Geometry

    /// Draws what all frames share.
    init(width: Int, height: Int, frameCount: Int) {
        self.width = width
        self.height = height
        self.frameCount = frameCount
        geometry = Geometry(width: width, height: height)
        var canvas = Canvas(width: width, height: height, ground: .night)
        TestCardGround(geometry).draw(into: &canvas)
        ground = canvas
    }

    /// A frame's picture, opaque.
    ///
    /// - Parameter frame: of any loop; only its place in the loop counts.
    func draw(frame: Int) -> Canvas {
        let frame = (frame % frameCount + frameCount) % frameCount
        var canvas = ground
        drawRim(frame, into: &canvas)
        drawNumber(frame, into: &canvas)
        drawLights(frame, into: &canvas)
        drawBorder(into: &canvas)
        return canvas
    }

    /// Comets that chase each other around the circle. In one loop each takes the place of the next.
    private func drawRim(_ frame: Int, into canvas: inout Canvas) {
        let comets = 6.0
        let phase = Double(frame) / Double(frameCount)
        let centre = geometry.centre
        let rim = Shape.ring(centre, radius: geometry.rimRadius, width: geometry.rimWidth)
        canvas.paint(rim) { point in
            let turns = atan2(point.y - centre.y, point.x - centre.x) / (2 * .pi)
            let place = (turns + 1) * comets - phase
            let tail = place - place.rounded(.down)
            return Colour.slate.mixed(with: .teal, at: tail * tail)
        }
    }

    private func drawNumber(_ frame: Int, into canvas: inout Canvas) {
        let digits = String(frame)
        canvas.write(
            frameCount > 10 && digits.count == 1 ? "0" + digits : digits,
            middle: geometry.numberMiddle, scale: 2 * geometry.dot, .amber)
    }

    /// One light a frame, along the bottom.
    private func drawLights(_ frame: Int, into canvas: inout Canvas) {
        for index in 0..<frameCount {
            canvas.fill(geometry.light(index, of: frameCount), index == frame ? .amber : .slate)
        }
    }

    /// The outermost pixels are white, their neighbours black. What is cut off or blurred shows at once, so
    /// nothing may lie over it, however small the card.
    private func drawBorder(into canvas: inout Canvas) {
        for (inset, colour) in [(0, Colour.white), (1, .black)] {
            let (right, bottom) = (width - 1 - inset, height - 1 - inset)
            let (across, down) = (width - 2 * inset, height - 2 * inset)
            canvas.fill(Rectangle(x: inset, y: inset, width: across, height: 1), colour)
            canvas.fill(Rectangle(x: inset, y: bottom, width: across, height: 1), colour)
            canvas.fill(Rectangle(x: inset, y: inset, width: 1, height: down), colour)
            canvas.fill(Rectangle(x: right, y: inset, width: 1, height: down), colour)
        }
    }
}
