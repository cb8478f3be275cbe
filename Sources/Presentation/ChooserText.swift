internal import Text

/// How a chooser looks: a heading, a box of two lines for each item, and remarks.
struct ChooserText {
    let heading: String
    let list: ChooserList
    let remarks: [String]

    var block: TextBlock {
        var paragraphs = [Paragraph(heading, TextStyle(size: .points(16)))]
        // All of them are to fit into the window as it opens.
        let lines: Int32 = list.items.count > 4 ? 1 : 3
        for (index, item) in list.items.enumerated() {
            let isHighlighted = index == list.highlighted
            let ground = TextGround(TextColour(isHighlighted ? 0x1f4f8f : 0x1c1c1c))
            let name = TextStyle(size: .points(12), colour: item.isChoosable ? .white : Self.grey)
            let detail = TextStyle(size: .points(10), colour: isHighlighted ? Self.bright : Self.grey)
            paragraphs.append(
                Paragraph(
                    "\(index + 1)   \(item.name)", name, lines: lines, space: index == 0 ? 18 : 4, padding: 4,
                    ground: ground))
            paragraphs.append(Paragraph(item.detail, detail, lines: lines, padding: 4, ground: ground))
        }
        for (index, remark) in remarks.enumerated() {
            paragraphs.append(
                Paragraph(
                    remark, TextStyle(size: .points(10), colour: Self.grey), lines: 6,
                    space: index == 0 ? 18 : 6))
        }
        return TextBlock(paragraphs)
    }

    /// The item whose box a row of the block belongs to.
    func item(ofRow row: Int) -> Int? {
        let index = (row - 1) / 2
        return row > 0 && list.items.indices.contains(index) ? index : nil
    }

    private static let grey = TextColour(0xa0a0a0)
    private static let bright = TextColour(0xd8d8d8)
}
