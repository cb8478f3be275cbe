/// Text that wraps as a whole. It runs from left to right, as the program's own words do, and scripts that run the other
/// way do so inside of it: a name does not move what stands before it. All lengths are in surface-local units.
package struct Paragraph: Hashable, Sendable {
    /// Whatever it is, it is drawn as letters: control characters are replaced, and there is no markup.
    package var text: String
    package var style: TextStyle
    package var alignment: Alignment
    /// What does not fit into so many lines ends in an ellipsis; at least 1.
    package var lines: Int32
    /// What is left free above, outside of the ground.
    package var space: Int32
    /// What is left free on each side, inside of the ground.
    package var padding: Int32
    /// What is under the paragraph, as wide as the block; nil for nothing.
    package var ground: TextGround?

    package enum Alignment: Sendable {
        case left
        case centre
        case right
    }

    package init(
        _ text: String, _ style: TextStyle = TextStyle(), alignment: Alignment = .left, lines: Int32 = 3,
        space: Int32 = 0, padding: Int32 = 0, ground: TextGround? = nil
    ) {
        self.text = text
        self.style = style
        self.alignment = alignment
        self.lines = lines
        self.space = space
        self.padding = padding
        self.ground = ground
    }
}

extension Paragraph.Alignment {
    /// PANGO_ALIGN_LEFT, CENTER and RIGHT.
    var number: Int32 {
        switch self {
        case .left: 0
        case .centre: 1
        case .right: 2
        }
    }
}
