import Planes
import Testing

/// Proves that pixels of every format become the same colours in the formats that every compositor takes. The expected
/// values are computed by hand from drm_fourcc.h, and from BT.601's and BT.709's equations.
@Suite struct PixelConverterTests {
    /// The pixels that a row becomes.
    private func convert(
        _ bytes: [UInt8], _ format: Fourcc, width: Int, height: UInt32 = 480,
        colour: ColourEncoding? = nil
    ) throws -> [UInt32] {
        let converter = try #require(PixelConverter(from: format, height: height, colour: colour))
        // One byte before the row, so that neither side is aligned, and a mark behind the target.
        let row = [0xee] + bytes
        var target = [UInt8](repeating: 0xee, count: 1 + width * 4 + 1)
        unsafe target.withUnsafeMutableBytes { target in
            unsafe converter.convert(
                row: row.span.bytes.extracting(1..<row.count), width: width,
                to: UnsafeMutableRawBufferPointer(rebasing: target[1..<1 + width * 4]))
        }
        #expect(target.first == 0xee && target.last == 0xee, "it wrote beside the target")
        return (0..<width).map { x in
            (0..<4).reduce(0) { $0 | UInt32(target[1 + x * 4 + $1]) << ($1 * 8) }
        }
    }

    private func bytes<Value: FixedWidthInteger>(_ values: Value...) -> [UInt8] {
        values.flatMap { value in
            (0..<Value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
    }

    @Test func everyFormatThatCanBeShownHasATarget() {
        let opaque: [Fourcc] = [
            .xrgb8888, .xbgr8888, .xrgb2101010, .xbgr2101010, .rgb565, .yuyv, .yvyu, .uyvy, .vyuy,
        ]
        for format in opaque { #expect(PixelConverter.target(for: format) == .xrgb8888) }
        for format in [Fourcc.argb8888, .abgr8888, .argb2101010, .abgr2101010] {
            #expect(PixelConverter.target(for: format) == .argb8888)
            #expect(PixelConverter(from: format, height: 1)?.format == .argb8888)
        }
        #expect(PixelConverter(from: .c8, height: 1) == nil)
        #expect(PixelConverter(from: Fourcc(rawValue: 0), height: 1) == nil)
    }

    @Test(arguments: [
        (Fourcc.xrgb8888, UInt32(0xff12_3456)), (.argb8888, 0x8012_3456), (.xbgr8888, 0xff56_3412),
        (.abgr8888, 0x8056_3412),
    ])
    func eightBitsStayAsTheyAre(format: Fourcc, expected: UInt32) throws {
        // Long enough for whole vectors and a rest.
        let row = [[UInt8]](repeating: bytes(UInt32(0x8012_3456)), count: 37).flatMap(\.self)
        #expect(try convert(row, format, width: 37) == [UInt32](repeating: expected, count: 37))
    }

    /// Alpha 2 of 3; the colours 0x3ff, 0x155 and 0x003 of 0x3ff, most significant first.
    @Test(arguments: [
        (Fourcc.xrgb2101010, UInt32(0xffff_5500)), (.argb2101010, 0xaaff_5500),
        (.xbgr2101010, 0xff00_55ff), (.abgr2101010, 0xaa00_55ff),
    ])
    func tenBitsLoseTheirLowestTwo(format: Fourcc, expected: UInt32) throws {
        let pixel = UInt32(2) << 30 | 0x3ff << 20 | 0x155 << 10 | 0x003
        #expect(try convert(bytes(pixel), format, width: 1) == [expected])
    }

    @Test func twoBitsOfAlphaAreRepeated() throws {
        let row = bytes(UInt32(0), 1 << 30, 2 << 30, 3 << 30)
        #expect(
            try convert(row, .argb2101010, width: 4) == [0, 0x5500_0000, 0xaa00_0000, 0xff00_0000])
        // The brightest premultiplied colour of each alpha is that of the result: 1023 × 1/3 is 341.
        #expect(try convert(bytes(UInt32(1 << 30 | 341)), .argb2101010, width: 1) == [0x5500_0055])
    }

    @Test func fiveAndSixBitsAreRepeated() throws {
        let row = bytes(UInt16(0), 0xffff, 0xf800, 0x07e0, 0x001f, 0x8410, 0x0841)
        let expected: [UInt32] = [
            0xff00_0000, 0xffff_ffff, 0xffff_0000, 0xff00_ff00, 0xff00_00ff, 0xff84_8284, 0xff08_0808,
        ]
        #expect(try convert(row, .rgb565, width: 7) == expected)
    }

    /// Luma 81 and 16, blue difference 90, red difference 240: red, and black with red's differences, whose 130 and below
    /// are cut to what there is.
    @Test(arguments: [
        (Fourcc.yuyv, [81, 90, 16, 240]), (.yvyu, [81, 240, 16, 90]), (.uyvy, [90, 81, 240, 16]),
        (.vyuy, [240, 81, 90, 16]),
    ])
    func theBytesOfAPairAreFound(format: Fourcc, pair: [UInt8]) throws {
        // 1.1644×65 + 1.5960×112 = 254.4; 75.7 - 0.8130×112 + 0.3918×38 = -0.5; 75.7 - 2.0172×38 = -1.0.
        // Without luma: 178.8, -76.2, -76.7.
        #expect(try convert(pair, format, width: 2) == [0xfffe_0000, 0xffb3_0000])
    }

    @Test(arguments: [UInt32(480), 719, 720, 2160])
    func greysAreTheSameInBothMatrices(height: UInt32) throws {
        // Limited range: 16 is black, 235 white, and what is outside is cut. 126 is the middle: 1.1644×110 = 128.1.
        let row: [UInt8] = [235, 128, 16, 128, 255, 128, 0, 128, 126, 128, 17, 128]
        let expected: [UInt32] = [
            0xffff_ffff, 0xff00_0000, 0xffff_ffff, 0xff00_0000, 0xff80_8080, 0xff01_0101,
        ]
        #expect(try convert(row, .yuyv, width: 6, height: height) == expected)
    }

    @Test func redIsThatOfTheMatrix() throws {
        // BT.601: Y 81.5, Cb 90.2, Cr 240. BT.709: Y 62.6, Cb 102.3, Cr 240.
        #expect(try convert([81, 90, 81, 240], .yuyv, width: 2, height: 719).first == 0xfffe_0000)
        // 1.1644×47 + 1.7927×112 = 255.5; 54.7 - 0.5329×112 + 0.2132×26 = 0.6; 54.7 - 2.1124×26 = -0.2.
        #expect(try convert([63, 102, 63, 240], .yuyv, width: 2, height: 720).first == 0xffff_0100)
        // BT.601's numbers in BT.709: 75.7 + 200.8 = 276.5; 75.7 - 59.7 + 8.1 = 24.1; 75.7 - 80.3 = -4.6.
        #expect(try convert([81, 90, 81, 240], .yuyv, width: 2, height: 720).first == 0xffff_1800)
    }

    @Test func greenAndBlueAreThoseOfBothMatrices() throws {
        // Green, BT.601: Y 144.6, Cb 53.8, Cr 34.2: 150.2 - 150.0; 150.2 + 29.0 + 76.4 = 255.6; 150.2 - 149.3 = 0.9.
        #expect(try convert([145, 54, 145, 34], .yuyv, width: 2).first == 0xff00_ff01)
        // Blue, BT.709: Y 31.5, Cb 240, Cr 117.7: 18.6 - 17.9 = 0.7; 18.6 + 5.3 - 23.9 = 0.1; 18.6 + 236.6 = 255.2.
        #expect(try convert([32, 240, 32, 118], .yuyv, width: 2, height: 1080).first == 0xff01_00ff)
    }

    @Test func whatTheSourceSaysGoesBeforeTheHeight() throws {
        let red: [UInt8] = [81, 90, 81, 240]
        func convert(_ colour: ColourEncoding) throws -> UInt32? {
            try self.convert(red, .yuyv, width: 2, height: 480, colour: colour).first
        }
        #expect(try convert(ColourEncoding(.bt601, .limited)) == 0xfffe_0000)
        #expect(try convert(ColourEncoding(.bt709, .limited)) == 0xffff_1800)
        // 81 + 1.402×112 = 238.0; 81 - 0.7141×112 + 0.3441×38 = 14.1; 81 - 1.772×38 = 13.7.
        #expect(try convert(ColourEncoding(.bt601, .full)) == 0xffee_0e0e)
        // 75.7 + 1.6787×112 = 263.7; 75.7 - 0.6504×112 + 0.1873×38 = 10.0; 75.7 - 2.1418×38 = -5.7.
        #expect(try convert(ColourEncoding(.bt2020, .limited)) == 0xffff_0a00)
    }

    @Test func fullRangeIsNotStretched() throws {
        let row: [UInt8] = [255, 128, 0, 128, 16, 128, 235, 128]
        #expect(
            try convert(row, .yuyv, width: 4, colour: ColourEncoding(.bt709, .full)) == [
                0xffff_ffff, 0xff00_0000, 0xff10_1010, 0xffeb_ebeb,
            ])
    }

    @Test(arguments: [
        (Fourcc.yuyv, [81, 90, 81, 240, 81, 90]), (.yvyu, [81, 240, 81, 90, 81, 240]),
        (.uyvy, [90, 81, 240, 81, 90, 81]), (.vyuy, [240, 81, 90, 81, 240, 81]),
    ])
    func aLastHalfPairBorrowsWhatItLacks(format: Fourcc, row: [UInt8]) throws {
        // Six bytes, not eight: a stride need not be longer.
        #expect(try convert(row, format, width: 3) == [UInt32](repeating: 0xfffe_0000, count: 3))
    }

    @Test func aSinglePixelOfYUVHasNoNeighbour() throws {
        #expect(try convert([235, 128], .yuyv, width: 1) == [0xffff_ffff])
        // The other difference is zero: 75.7; 75.7 + 14.9; 75.7 - 76.7.
        #expect(try convert([81, 90], .yuyv, width: 1) == [0xff4c_5b00])
    }

    @Test func longRowsOfYUVAreAllConverted() throws {
        let row = [[UInt8]](repeating: [81, 90, 16, 240], count: 50).flatMap(\.self) + [235, 128]
        let pixels = try convert(row, .yuyv, width: 101)
        for x in stride(from: 0, to: 100, by: 2) {
            #expect(pixels[x] == 0xfffe_0000 && pixels[x + 1] == 0xffb3_0000)
        }
    }
}
