/// A picture that is being drawn, in premultiplied ARGB8888. What is drawn outside of it is cut off.
struct Canvas: Equatable {
    let width, height: Int
    /// Row after row without gaps.
    private(set) var pixels: [UInt32]

    /// - Parameter ground: what the picture is filled with; nil leaves it transparent.
    init(width: Int, height: Int, ground: Colour? = nil) {
        self.width = width
        self.height = height
        pixels = Array(repeating: ground?.pixel ?? 0, count: width * height)
    }

    var bounds: Rectangle { Rectangle(x: 0, y: 0, width: width, height: height) }

    /// A pixel of the picture, 0xAARRGGBB.
    subscript(x: Int, y: Int) -> UInt32 { pixels[y * width + x] }

    /// Fills whole pixels, without blending.
    mutating func fill(_ rectangle: Rectangle, _ colour: Colour) {
        let visible = rectangle.intersection(bounds)
        let pixel = colour.pixel
        for y in visible.rows {
            for x in visible.columns { pixels[y * width + x] = pixel }
        }
    }

    /// Lays a shape over the picture.
    ///
    /// - Parameters:
    ///   - clip: the pixels that may be changed; nil for all.
    ///   - colour: by place, for pixels that the shape touches.
    mutating func paint(_ shape: Shape, clip: Rectangle? = nil, _ colour: (Shape.Point) -> Colour) {
        let visible = shape.bounds.intersection(clip ?? bounds).intersection(bounds)
        for y in visible.rows {
            for x in visible.columns {
                let centre = Shape.Point(x: Double(x) + 0.5, y: Double(y) + 0.5)
                let coverage = shape.coverage(centre)
                guard coverage > 0 else { continue }
                let index = y * width + x
                pixels[index] = colour(centre).over(pixels[index], coverage: coverage)
            }
        }
    }

    /// Lays a shape of one colour over the picture.
    mutating func paint(_ shape: Shape, _ colour: Colour) {
        paint(shape) { _ in colour }
    }

    /// Writes text with its middle at a place.
    ///
    /// - Parameter scale: pixels of a dot of the font.
    mutating func write(_ text: String, middle: (x: Int, y: Int), scale: Int, _ colour: Colour) {
        let glyphs = text.map(DotFont.glyph)
        let dots = glyphs.reduce(-1) { $0 + $1.width + 1 }
        var x = middle.x - dots * scale / 2
        let y = middle.y - DotFont.height * scale / 2
        for glyph in glyphs {
            for (column, row) in glyph.dots {
                fill(
                    Rectangle(x: x + column * scale, y: y + row * scale, width: scale, height: scale), colour)
            }
            x += (glyph.width + 1) * scale
        }
    }
}
