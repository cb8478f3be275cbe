internal import Planes

/// A paragraph whose glyphs are chosen and placed, in pixels.
@safe final class LaidOutParagraph {
    let paragraph: Paragraph
    /// What it takes on one line, with its padding; pixels.
    private(set) var naturalWidth: Int32 = 0
    private let padding: Int32
    private let library: TextLibrary
    private let layout: OpaquePointer

    /// - Throws: `TextError` when Pango has no memory for it.
    init(_ paragraph: Paragraph, scale: Scale, library: TextLibrary) throws(TextError) {
        let pango = library.pango
        guard let layout = unsafe pango.createLayout(library.context) else {
            throw .failed("Pango has no layout")
        }
        self.paragraph = paragraph
        self.library = library
        unsafe self.layout = layout
        padding = scale.pixels(paragraph.padding)
        let description = unsafe pango.createDescription()
        let em = paragraph.style.size.units * scale.factor * Double(Pango.unit)
        unsafe pango.setFamily(description, paragraph.style.face.family)
        unsafe pango.setWeight(description, paragraph.style.weight.number)
        unsafe pango.setPixelSize(description, em)
        // Pango copies both.
        unsafe pango.setDescription(layout, description)
        unsafe pango.freeDescription(description)
        var text = PlainText(paragraph.text).string
        text.withUTF8 { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { bytes in
                unsafe pango.setText(layout, bytes.baseAddress, Int32(bytes.count))
            }
        }
        // The context's direction, not that of what stands in it.
        unsafe pango.setAutomaticDirection(layout, 0)
        unsafe pango.setWrap(layout, Pango.wrapWordOrCharacter)
        unsafe pango.setAlignment(layout, paragraph.alignment.number)
        naturalWidth = extent.width + 2 * padding
    }

    deinit { unsafe library.pango.release(layout) }

    /// Wraps the paragraph.
    ///
    /// - Parameter width: with its padding; pixels.
    /// - Returns: its height, with its padding; pixels.
    func fit(width: Int32) -> Int32 {
        unsafe library.pango.setWidth(layout, max(width - 2 * padding, 1) * Pango.unit)
        // Less than nothing is a number of lines.
        unsafe library.pango.setHeight(layout, -max(paragraph.lines, 1))
        unsafe library.pango.setEllipsis(layout, Pango.ellipsisAtEnd)
        return extent.height + 2 * padding
    }

    /// Draws the letters, and nothing beyond the row: marks can be piled up to any height.
    ///
    /// - Parameter row: where the paragraph is, with its padding; pixels.
    func draw(in row: Rectangle, on canvas: borrowing Canvas) {
        unsafe canvas.show(
            layout, colour: paragraph.style.colour, x: row.x + padding, y: row.y + padding, within: row)
    }

    /// What the letters take, as they are wrapped now; pixels.
    private var extent: Size {
        var (width, height) = (Int32(0), Int32(0))
        unsafe library.pango.size(layout, &width, &height)
        func pixels(_ length: Int32) -> Int32 {
            (max(length, 0) / Pango.unit) + (length % Pango.unit > 0 ? 1 : 0)
        }
        return Size(width: pixels(width), height: pixels(height))
    }
}
