/// How a paragraph's letters look.
package struct TextStyle: Hashable, Sendable {
    package var face: Face
    package var size: FontSize
    package var weight: Weight
    package var colour: TextColour

    /// A generic family: the system says which font it is.
    package enum Face: Sendable {
        case sans
        /// All letters are of one width: columns stay columns.
        case monospace
    }

    package enum Weight: Sendable {
        case regular
        case bold
    }

    package init(
        face: Face = .sans, size: FontSize = .pixels(16), weight: Weight = .regular,
        colour: TextColour = .white
    ) {
        self.face = face
        self.size = size
        self.weight = weight
        self.colour = colour
    }
}

/// The size of a font: of its em square.
package enum FontSize: Hashable, Sendable {
    /// 96 of them are 72 points.
    case pixels(Double)
    case points(Double)

    /// In surface-local units: at 100 %, a pixel is one. Within what fonts can be drawn at.
    var units: Double {
        let units =
            switch self {
            case .pixels(let pixels): pixels
            case .points(let points): points * 96 / 72
            }
        return min(max(units, 1), 512)
    }
}

extension TextStyle.Face {
    /// fontconfig's name of it.
    var family: String {
        switch self {
        case .sans: "sans-serif"
        case .monospace: "monospace"
        }
    }
}

extension TextStyle.Weight {
    /// PANGO_WEIGHT_NORMAL and PANGO_WEIGHT_BOLD.
    var number: Int32 {
        switch self {
        case .regular: 400
        case .bold: 700
        }
    }
}
