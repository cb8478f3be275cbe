package import Planes

/// A block of text, laid out for one scale: it has its size, its rows have their places, and it can be drawn.
///
/// The picture is as large as a buffer has to be for a surface of a whole number of units: at every scale one pixel of it
/// is one of the output's, and letters are sharp.
package final class TextLayout {
    /// The surface's size, in surface-local units.
    package let size: Size
    /// The picture's size.
    package let pixels: Size
    /// Where each paragraph is, as wide as the block without its padding; in pixels of the picture.
    package let rows: [Rectangle]
    package let scale: Scale
    private let block: TextBlock
    private let paragraphs: [LaidOutParagraph]
    private let library: TextLibrary

    /// The largest picture, in both directions; as for planes.
    private static let limit: Int32 = 16384

    /// - Parameter library: is kept.
    /// - Throws: `TextError.tooLarge`, or `.failed` when there is no memory.
    package init(_ block: TextBlock, scale: Scale, library: TextLibrary) throws(TextError) {
        var paragraphs: [LaidOutParagraph] = []
        for paragraph in block.paragraphs {
            paragraphs.append(try LaidOutParagraph(paragraph, scale: scale, library: library))
        }
        let padding = scale.pixels(block.padding)
        let inside = Self.width(of: block, scale: scale, naturally: paragraphs.map(\.naturalWidth).max() ?? 0)
        var rows: [Rectangle] = []
        var bottom = padding
        for paragraph in paragraphs {
            let top = bottom + scale.pixels(paragraph.paragraph.space)
            let height = paragraph.fit(width: inside)
            rows.append(Rectangle(x: padding, y: top, size: Size(width: inside, height: height)))
            bottom = top + height
            guard bottom <= Self.limit else { throw .tooLarge(width: inside, height: bottom) }
        }
        size = Size(
            width: max(scale.units(for: inside + 2 * padding), 1),
            height: max(scale.units(for: bottom + padding), 1))
        pixels = scale.pixels(size)
        guard pixels.width <= Self.limit, pixels.height <= Self.limit else {
            throw .tooLarge(width: pixels.width, height: pixels.height)
        }
        self.rows = rows
        self.block = block
        self.paragraphs = paragraphs
        self.scale = scale
        self.library = library
    }

    /// Where the surface's corner belongs for the text to be in the middle of a window, on a whole pixel.
    ///
    /// - Parameter window: surface-local units.
    package func centred(in window: Size) -> (x: Int32, y: Int32) {
        (scale.aligned((window.width - size.width) / 2), scale.aligned((window.height - size.height) / 2))
    }

    /// The paragraph at a point; nil between them and beside them.
    ///
    /// - Parameters: surface-local units from the surface's corner.
    package func row(x: Double, y: Double) -> Int? {
        let (x, y) = (x * scale.factor, y * scale.factor)
        return rows.firstIndex { row in
            x >= Double(row.x) && x < Double(row.x + row.size.width)
                && y >= Double(row.y) && y < Double(row.y + row.size.height)
        }
    }

    /// Draws all of it, and what nothing is drawn on becomes transparent: the pixels are Wayland's ARGB8888,
    /// premultiplied. What is between the rows is left as it is.
    ///
    /// - Parameters:
    ///   - bytes: `stride` × height of them or more; at an address that is a multiple of 4.
    ///   - stride: bytes from row to row; a multiple of 4, and no less than 4 × width.
    /// - Throws: `TextError.failed`; then some of it may be drawn.
    package func draw(into bytes: UnsafeMutableRawBufferPointer, stride: Int) throws(TextError) {
        let width = 4 * Int(pixels.width)
        precondition(stride >= width && stride % 4 == 0 && stride <= Int32.max)
        precondition(bytes.count >= stride * (Int(pixels.height) - 1) + width)
        let canvas = unsafe Canvas(bytes, size: pixels, stride: Int32(stride), library: library)
        canvas.clear()
        fill(Rectangle(x: 0, y: 0, size: pixels), block.ground, on: canvas)
        for (paragraph, row) in zip(paragraphs, rows) {
            fill(row, paragraph.paragraph.ground, on: canvas)
            paragraph.draw(in: row, on: canvas)
        }
        try canvas.flush()
    }

    private func fill(_ box: Rectangle, _ ground: TextGround?, on canvas: borrowing Canvas) {
        guard let ground else { return }
        canvas.fill(box, radius: Double(ground.radius) * scale.factor, colour: ground.colour)
    }

    /// The width without the block's padding; pixels.
    private static func width(of block: TextBlock, scale: Scale, naturally natural: Int32) -> Int32 {
        let (wanted, isExact) =
            switch block.width {
            case .atMost(let width): (width, false)
            case .exactly(let width): (width, true)
            }
        let room = max(min(scale.pixels(wanted), limit) - 2 * scale.pixels(block.padding), 1)
        return isExact ? room : min(natural, room)
    }
}
