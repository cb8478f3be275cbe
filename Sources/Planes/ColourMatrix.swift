/// What colours the numbers of YUV stand for, in numbers of 1/65536.
struct ColourMatrix: Sendable {
    /// What one step of luma adds to each colour.
    private let luma: Int32
    /// The luma that is black.
    private let black: Int32
    /// What one step of the red difference adds to red, and takes from green.
    private let red: (red: Int32, green: Int32)
    /// What one step of the blue difference adds to blue, and takes from green.
    private let blue: (blue: Int32, green: Int32)

    /// Standard definition (ITU-R BT.601), limited range.
    static let bt601 = ColourMatrix(ColourEncoding(.bt601, .limited))
    /// High definition (ITU-R BT.709), limited range.
    static let bt709 = ColourMatrix(ColourEncoding(.bt709, .limited))

    /// Where nobody says which one a device means, the height decides, as in video players: BT.709 from 720 rows on.
    init(height: UInt32) {
        self = height < 720 ? .bt601 : .bt709
    }

    /// - Parameter encoding: of YUV. Constant luminance is taken for the other, which comes near.
    init(_ encoding: ColourEncoding) {
        // The parts of red and blue in luma (ITU-T H.273, table 4).
        let (redWeight, blueWeight): (Double, Double) =
            switch encoding.matrix {
            case .bt601, .identity: (0.299, 0.114)
            case .bt709: (0.2126, 0.0722)
            case .smpte240: (0.212, 0.087)
            case .bt2020, .bt2020Constant: (0.2627, 0.0593)
            }
        let greenWeight = 1 - redWeight - blueWeight
        let isFull = encoding.range == .full
        func fixed(_ value: Double) -> Int32 { Int32((value * 65536).rounded()) }
        luma = fixed(isFull ? 1 : 255 / 219)
        black = isFull ? 0 : 16
        let difference = isFull ? 1 : 255.0 / 224
        let toRed = 2 * (1 - redWeight) * difference
        let toBlue = 2 * (1 - blueWeight) * difference
        red = (fixed(toRed), fixed(toRed * redWeight / greenWeight))
        blue = (fixed(toBlue), fixed(toBlue * blueWeight / greenWeight))
    }

    /// What two pixels that share their colour have in common: what is to be added to their luma.
    struct Colour {
        fileprivate let red, green, blue: Int32
    }

    /// - Parameters:
    ///   - blue: the blue difference, 0 to 255.
    ///   - red: the red one.
    func colour(blue blueDifference: UInt32, red redDifference: UInt32) -> Colour {
        let b = Int32(truncatingIfNeeded: blueDifference) &- 128
        let r = Int32(truncatingIfNeeded: redDifference) &- 128
        return Colour(
            red: r &* red.red, green: 0 &- r &* red.green &- b &* blue.green, blue: b &* blue.blue)
    }

    /// A pixel of XRGB8888 with its first byte 255. Colours that there are not are cut to those that there are.
    func pixel(luma value: UInt32, _ colour: Colour) -> UInt32 {
        // With the half that rounds. All of it is below 2^26.
        let grey = (Int32(truncatingIfNeeded: value) &- black) &* luma &+ 0x8000
        func channel(_ value: Int32) -> UInt32 {
            UInt32(truncatingIfNeeded: min(max((grey &+ value) &>> 16, 0), 255))
        }
        return 0xff00_0000 | channel(colour.red) &<< 16 | channel(colour.green) &<< 8 | channel(colour.blue)
    }
}
