/// What colours the numbers of YUV stand for: limited range (luma 16 to 235, differences 16 to 240), in numbers of 1/65536.
struct ColourMatrix: Sendable {
    /// What one step of luma adds to each colour.
    private let luma: Int32
    /// What one step of the red difference adds to red, and takes from green.
    private let red: (red: Int32, green: Int32)
    /// What one step of the blue difference adds to blue, and takes from green.
    private let blue: (blue: Int32, green: Int32)

    /// Standard definition (ITU-R BT.601).
    static let bt601 = ColourMatrix(red: 0.299, blue: 0.114)
    /// High definition (ITU-R BT.709).
    static let bt709 = ColourMatrix(red: 0.2126, blue: 0.0722)

    /// Nobody says which one a device means, so the height decides, as in video players: BT.709 from 720 rows on.
    init(height: UInt32) {
        self = height < 720 ? .bt601 : .bt709
    }

    /// - Parameters:
    ///   - redWeight: red's part of luma, 0 to 1.
    ///   - blueWeight: blue's.
    private init(red redWeight: Double, blue blueWeight: Double) {
        let greenWeight = 1 - redWeight - blueWeight
        func fixed(_ value: Double) -> Int32 { Int32((value * 65536).rounded()) }
        luma = fixed(255 / 219)
        let toRed = 2 * (1 - redWeight) * 255 / 224
        let toBlue = 2 * (1 - blueWeight) * 255 / 224
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
        let grey = (Int32(truncatingIfNeeded: value) &- 16) &* luma &+ 0x8000
        func channel(_ value: Int32) -> UInt32 {
            UInt32(truncatingIfNeeded: min(max((grey &+ value) &>> 16, 0), 255))
        }
        return 0xff00_0000 | channel(colour.red) &<< 16 | channel(colour.green) &<< 8 | channel(colour.blue)
    }
}
