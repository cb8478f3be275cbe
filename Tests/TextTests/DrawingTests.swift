import Planes
import Testing
import Text

/// Proves what is in the pixels, and that nothing else is.
@Suite struct DrawingTests {
    private let library: TextLibrary

    init() throws { library = try TextLibrary.load() }

    private func draw(
        _ text: String, _ style: TextStyle = TextStyle(), alignment: Paragraph.Alignment = .left,
        width: TextBlock.Width = .atMost(.max), ground: TextGround? = nil, beside: Int = 0
    ) throws -> Drawing {
        try Drawing(
            TextBlock(
                [Paragraph(text, style, alignment: alignment)], width: width, padding: 3, ground: ground),
            beside: beside, library: library)
    }

    @Test func coloursArePremultiplied() throws {
        let drawing = try draw(
            "Hamburg", TextStyle(size: .pixels(40), colour: TextColour(0xff8000, alpha: 0.5)))
        #expect(drawing.inked > 100)
        for pixel in drawing.picture {
            let alpha = pixel >> 24
            #expect(alpha <= 128 && pixel & 0xff == 0)
            #expect(pixel >> 16 & 0xff <= alpha && pixel >> 8 & 0xff <= alpha)
        }
        #expect(
            drawing.picture.contains { $0 >> 24 == 128 && $0 >> 16 & 0xff == 128 && $0 >> 8 & 0xff == 64 })
    }

    @Test func aGroundHasRoundCorners() throws {
        let drawing = try draw(
            String(repeating: " ", count: 20), ground: TextGround(TextColour(0x204060, alpha: 0.5), radius: 6)
        )
        let picture = drawing.picture
        let (width, height) = (Int(drawing.size.width), Int(drawing.size.height))
        for corner in [0, width - 1, (height - 1) * width, height * width - 1] {
            #expect(picture[corner] == 0)
        }
        for edge in [width / 2, (height - 1) * width + width / 2, height / 2 * width] {
            #expect(picture[edge] == 0x8010_2030)
        }
    }

    @Test func whatIsBesideTheRowsIsLeft() throws {
        let drawing = try draw("Hamburg", ground: TextGround(.black), beside: 5)
        #expect(drawing.beside.count == 5 * Int(drawing.size.height))
        #expect(drawing.beside.allSatisfy { $0 == Drawing.untouched })
        #expect(drawing.picture.allSatisfy { $0 >> 24 == 0xff })
        let narrow = try draw("Hamburg", ground: TextGround(.black))
        #expect(narrow.picture == drawing.picture)
    }

    @Test func textIsWhereItIsAligned() throws {
        let width = TextBlock.Width.exactly(400)
        let columns = try [Paragraph.Alignment.left, .centre, .right].map {
            try #require(try draw("Hamburg", alignment: $0, width: width).inkedColumns)
        }
        #expect(columns[0].lowerBound < 8 && columns[2].upperBound > 400 - 8)
        #expect(abs(columns[1].lowerBound - (399 - columns[1].upperBound)) <= 3)
    }

    /// The first letter is the rightmost, and what stands before it is where it was.
    @Test func otherScriptsRunFromRightToLeft() throws {
        let (aleph, bet) = ("\u{5d0}", "\u{5d1}")
        let both = try draw(aleph + bet)
        let (first, second) = (try draw(aleph), try draw(bet))
        let columns = try #require(second.inkedColumns)
        #expect(both.columns(columns) == second.columns(columns))
        #expect(first.columns(columns) != second.columns(columns))
        let number = try draw("1 ", width: .exactly(400))
        let numbered = try draw("1 \(aleph) 2 \(bet)", width: .exactly(400))
        let digit = try #require(number.inkedColumns)
        #expect(number.columns(digit) == numbered.columns(digit))
        #expect(digit.upperBound < 20 && numbered.inkedColumns?.upperBound ?? 400 < 200)
    }

    @Test func aHeavierWeightHasMoreInk() throws {
        let regular = try draw("Hamburg", TextStyle(size: .pixels(40)))
        let bold = try draw("Hamburg", TextStyle(size: .pixels(40), weight: .bold))
        #expect(bold.inked > regular.inked)
    }

    /// It is text of somebody else's: it neither breaks its line, nor styles, nor ends, nor turns what stands beside it.
    @Test(arguments: ["a\nb", "a\r\nb", "a\u{2029}b", "a\u{2028}b", "a\u{b}b", "a\u{85}b", "a\tb"])
    func whatWouldBreakALineIsASpace(text: String) throws {
        let drawing = try draw(text)
        let plain = try draw(text.unicodeScalars.count == 3 ? "a b" : "a  b")
        #expect(drawing.size == plain.size && drawing.picture == plain.picture)
    }

    @Test(arguments: ["a\0b", "a\u{1b}b", "a\u{7f}b", "a\u{9b}b", "a\u{202e}b", "a\u{2067}b"])
    func whatIsNoLetterIsReplaced(text: String) throws {
        #expect(try draw(text).picture == draw("a\u{fffd}b").picture)
    }

    @Test func markupIsText() throws {
        let drawing = try draw("<b>a</b> &amp;")
        #expect(drawing.size.width > (try draw("a &").size.width) * 3)
    }

    /// Marks that are piled up stay in their row.
    @Test func marksStayInTheirRow() throws {
        let pile = "a" + String(repeating: "\u{301}", count: 60)
        let block = TextBlock([Paragraph(" "), Paragraph(pile), Paragraph(" ")])
        let layout = try TextLayout(block, scale: .one, library: library)
        let drawing = try Drawing(block, library: library)
        let width = Int(drawing.size.width)
        let row = layout.rows[1]
        #expect(drawing.inked > 0)
        #expect(drawing.picture[..<(Int(row.y) * width)].allSatisfy { $0 == 0 })
        #expect(drawing.picture[(Int(row.y + row.size.height) * width)...].allSatisfy { $0 == 0 })
    }

    @Test func drawnAgainItIsTheSame() throws {
        let block = TextBlock([Paragraph("12.5 ms")], ground: TextGround(.black))
        let first = try Drawing(block, library: library)
        let second = try Drawing(block, library: TextLibrary.load())
        #expect(first.picture == second.picture)
    }
}
