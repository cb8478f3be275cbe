import Planes
import Testing
import Text

/// Proves that text has the size and the place that it is given, whatever the fonts are.
@Suite struct TextLayoutTests {
    private let library: TextLibrary
    private let name = "waiting for the guest's driver"

    init() throws { library = try TextLibrary.load() }

    private func layout(_ block: TextBlock, scale: Scale = .one) throws -> TextLayout {
        try TextLayout(block, scale: scale, library: library)
    }

    /// A glyph's advance is whole pixels: each may be half of one from what it would be.
    @Test(arguments: [UInt32(150), 180, 240, 360], [TextStyle.Face.sans, .monospace])
    func sizesScale(scale: UInt32, face: TextStyle.Face) throws {
        let block = TextBlock([Paragraph(name, TextStyle(face: face, size: .points(15)))])
        let scale = Scale(scale)
        let one = try layout(block)
        let scaled = try layout(block, scale: scale)
        let rounding = Double(name.count) * (0.5 + 0.5 * scale.factor) + scale.factor + 1
        #expect(abs(Double(scaled.pixels.width) - Double(one.pixels.width) * scale.factor) <= rounding)
        #expect(abs(Double(scaled.pixels.height) - Double(one.pixels.height) * scale.factor) <= 4)
        #expect(one.size == one.pixels)
    }

    @Test(arguments: [UInt32(120), 132, 150, 180, 215, 240])
    func thePictureIsWhatASurfaceOfWholeUnitsHas(scale: UInt32) throws {
        let scale = Scale(scale)
        let layout = try layout(TextBlock([Paragraph(name)], padding: 7), scale: scale)
        #expect(layout.pixels == scale.pixels(layout.size))
        let row = try #require(layout.rows.first)
        #expect(row.x + row.size.width + scale.pixels(7) <= layout.pixels.width)
        #expect(row.y + row.size.height + scale.pixels(7) <= layout.pixels.height)
    }

    @Test func longTextWraps() throws {
        let style = TextStyle(size: .pixels(16))
        let line = try layout(TextBlock([Paragraph(name, style)]))
        let wrapped = try layout(TextBlock([Paragraph(name, style)], width: .atMost(line.size.width * 2 / 3)))
        #expect(wrapped.size.width <= line.size.width * 2 / 3)
        #expect(wrapped.size.height == 2 * line.size.height)
        // A word that is longer than a line, and more lines than are wanted.
        let word = String(repeating: "w", count: 400)
        let cut = try layout(TextBlock([Paragraph(word, style, lines: 2)], width: .atMost(100)))
        #expect(cut.size.width <= 100 && cut.size.height == 2 * line.size.height)
        // What takes less room than there is takes no more.
        #expect(try layout(TextBlock([Paragraph(name, style)], width: .atMost(2000))).size == line.size)
        #expect(try layout(TextBlock([Paragraph(name, style)], width: .exactly(700))).size.width == 700)
    }

    /// The overlay's columns stand still while its digits change.
    @Test func digitsOfMonospaceAreAlike() throws {
        let style = TextStyle(face: .monospace, size: .pixels(13))
        let sizes = try Set(
            ["1111.11 fps", "8000.00 fps", "  12.34 fps"].map {
                try layout(TextBlock([Paragraph($0, style)])).size
            })
        #expect(sizes.count == 1)
    }

    @Test func rowsAreFoundWhereTheyAre() throws {
        let paragraphs = ["1  QEMU Mdev", "2  vivid", "3  i915-GVTg"].map {
            Paragraph($0, TextStyle(size: .pixels(18)), space: 4, padding: 6)
        }
        let layout = try layout(TextBlock(paragraphs, padding: 10), scale: Scale(180))
        #expect(layout.rows.count == 3)
        for (number, row) in layout.rows.enumerated() {
            #expect(row.x == 15 && row.size.width == layout.rows[0].size.width)
            let x = Double(row.x + row.size.width / 2) / 1.5
            #expect(layout.row(x: x, y: (Double(row.y) + 0.5) / 1.5) == number)
            #expect(layout.row(x: x, y: (Double(row.y) - 0.5) / 1.5) == nil)
            #expect(layout.row(x: 9.9, y: (Double(row.y) + 0.5) / 1.5) == nil)
            #expect(layout.row(x: Double(layout.size.width) - 9, y: (Double(row.y) + 0.5) / 1.5) == nil)
        }
        #expect(layout.row(x: -1, y: -1) == nil && layout.row(x: 1e9, y: 1e9) == nil)
    }

    @Test func whatIsCentredBeginsOnAPixel() throws {
        let layout = try layout(TextBlock([Paragraph(name)]), scale: Scale(150))
        for width in layout.size.width..<layout.size.width + 12 {
            let corner = layout.centred(in: Size(width: width, height: 3))
            #expect(corner.x % 4 == 0 && corner.y % 4 == 0)
            #expect(corner.x >= 0 && corner.x + layout.size.width <= width && corner.y <= 0)
        }
    }

    @Test func whatIsLargerThanAPictureIsRefused() {
        let paragraphs = Array(repeating: Paragraph(name, TextStyle(size: .pixels(400))), count: 50)
        #expect {
            try layout(TextBlock(paragraphs))
        } throws: { error in
            guard case .tooLarge = error as? TextError else { return false }
            return true
        }
    }

    /// Nobody's name is so long that there is no picture of it.
    @Test func theLongestNameHasAPicture() throws {
        let long = String(repeating: "\u{fdfd}", count: 100_000)
        let layout = try layout(
            TextBlock([Paragraph(long, TextStyle(size: .pixels(64)))]), scale: Scale(480))
        #expect(layout.pixels.width <= 16384 && layout.pixels.height <= 16384)
    }

    @Test func noTextIsAPictureToo() throws {
        #expect(try layout(TextBlock([])).size == Size(width: 1, height: 1))
        let empty = try layout(TextBlock([Paragraph("")]))
        #expect(empty.size.width == 1 && empty.size.height > 5)
    }
}
