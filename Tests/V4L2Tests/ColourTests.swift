import Planes
import Testing
import V4L2

/// Proves that colours are what V4L2's rules make of what drivers say and leave open. The numbers are videodev2.h's.
@Suite struct ColourTests {
    private func colour(
        _ fourcc: Fourcc, space: UInt32, encoding: UInt32 = 0, quantization: UInt32 = 0
    ) -> ColourEncoding {
        let format = PictureFormat(
            code: PixelCode(rawValue: 0), size: FrameSize(width: 1, height: 1), colorSpace: space,
            encoding: encoding, quantization: quantization)
        return ColourEncoding(format, of: fourcc)
    }

    /// SMPTE 170M, SMPTE 240M, Rec. 709, sRGB, JPEG, BT.2020, DCI-P3, default.
    private static let spaces: [(UInt32, ColourEncoding)] = [
        (1, ColourEncoding(.bt601, .limited)), (2, ColourEncoding(.smpte240, .limited)),
        (3, ColourEncoding(.bt709, .limited)), (8, ColourEncoding(.bt601, .limited)),
        (7, ColourEncoding(.bt601, .full)), (10, ColourEncoding(.bt2020, .limited)),
        (12, ColourEncoding(.bt709, .limited)), (0, ColourEncoding(.bt601, .limited)),
    ]

    @Test(arguments: spaces)
    func whatADriverLeavesOpenFollowsFromTheColourSpace(space: UInt32, expected: ColourEncoding) {
        #expect(colour(.nv12, space: space) == expected)
        #expect(colour(.xrgb8888, space: space) == ColourEncoding(.identity, .full))
    }

    @Test(arguments: [
        (UInt32(1), ColourEncoding.Matrix.bt601), (2, .bt709), (3, .bt601), (4, .bt709), (5, .bt601),
        (6, .bt2020), (7, .bt2020Constant), (8, .smpte240),
    ])
    func whatADriverSaysGoesFirst(encoding: UInt32, matrix: ColourEncoding.Matrix) {
        #expect(colour(.yuyv, space: 3, encoding: encoding) == ColourEncoding(matrix, .limited))
        #expect(
            colour(.yuyv, space: 3, encoding: encoding, quantization: 1) == ColourEncoding(matrix, .full))
        #expect(
            colour(.yuyv, space: 7, encoding: encoding, quantization: 2) == ColourEncoding(matrix, .limited)
        )
    }

    @Test func rgbOfAnHDMISourceMayBeLimited() {
        #expect(colour(.xrgb8888, space: 3, quantization: 2) == ColourEncoding(.identity, .limited))
    }
}
