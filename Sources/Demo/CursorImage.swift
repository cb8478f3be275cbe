/// The demo's cursor: an arrow with an outline and a soft shadow, so that blending shows.
enum CursorImage {
    /// Pixels of width and height.
    static let size = 64
    /// The pixel that points: the arrow's tip, from the top left corner.
    static let hotspot = (x: 8, y: 6)

    /// The image in premultiplied ARGB8888.
    static func draw() -> Canvas {
        var canvas = Canvas(width: size, height: size)
        let arrow = corners.map { Shape.Point(x: Double(hotspot.x) + $0.x, y: Double(hotspot.y) + $0.y) }
        let reach = 7.0
        let shadow = Shape.polygon(arrow.map { .init(x: $0.x + 2, y: $0.y + 4) }, growth: reach)
        canvas.paint(shadow) { point in
            let depth = min(-shadow.distance(point) / (2 * reach), 1)
            return Colour(red: 0, green: 0, blue: 0, alpha: 0.45 * max(depth, 0))
        }
        canvas.paint(.polygon(arrow, growth: 2.5), .white)
        canvas.paint(.polygon(arrow, growth: 0.5), .night)
        return canvas
    }

    /// The arrow from its tip on, clockwise.
    private static let corners: [(x: Double, y: Double)] = [
        (0.5, 0.5), (28, 28), (16.5, 28.5), (23, 43), (17, 45.5), (10.5, 31), (0.5, 39),
    ]
}
