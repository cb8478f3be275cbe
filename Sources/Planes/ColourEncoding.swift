/// What a picture's numbers stand for, as far as its source knows: what `wp_color_representation_surface_v1` tells a
/// compositor. It belongs to the picture and not to its memory: the same buffer may hold either.
package struct ColourEncoding: Hashable, Sendable {
    /// How luma and colour differences are made of red, green and blue (ITU-T H.273, MatrixCoefficients).
    package enum Matrix: Hashable, Sendable {
        /// Not at all: RGB.
        case identity
        /// Standard definition.
        case bt601
        /// High definition.
        case bt709
        case smpte240
        case bt2020
        /// BT.2020 with constant luminance.
        case bt2020Constant
    }

    package enum Range: Hashable, Sendable {
        /// 0 to 255.
        case full
        /// 16 to 235, colour differences 16 to 240.
        case limited
    }

    package let matrix: Matrix
    package let range: Range

    package init(_ matrix: Matrix, _ range: Range) {
        self.matrix = matrix
        self.range = range
    }
}
