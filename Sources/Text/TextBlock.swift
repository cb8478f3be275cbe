/// Paragraphs, one below the other, and what is under them. All lengths are in surface-local units.
package struct TextBlock: Hashable, Sendable {
    package var paragraphs: [Paragraph]
    package var width: Width
    /// What is left free on each side.
    package var padding: Int32
    /// What is under all of it; nil for nothing.
    package var ground: TextGround?

    /// How wide a block is, with its padding.
    package enum Width: Hashable, Sendable {
        /// As wide as its widest paragraph on one line, and not wider than this: longer ones wrap.
        case atMost(Int32)
        case exactly(Int32)
    }

    package init(
        _ paragraphs: [Paragraph], width: Width = .atMost(.max), padding: Int32 = 0, ground: TextGround? = nil
    ) {
        self.paragraphs = paragraphs
        self.width = width
        self.padding = padding
        self.ground = ground
    }
}
