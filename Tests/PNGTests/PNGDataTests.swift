import CSPNG
import PNG
import Testing

/// Proves that what is written as PNG is what libspng reads.
@Suite struct PNGDataTests {
    @Test(arguments: [(1, 1), (3, 2), (640, 7)])
    func everyPixelSurvives(width: Int, height: Int) throws {
        // The uppermost byte is nothing.
        let pixels = (0..<width * height).map { UInt32(truncatingIfNeeded: $0 &* 2_654_435_761) }
        let data = try PNGData(width: width, height: height, pixels: pixels.span)
        let decoded = data.withBytes { unsafe $0.withUnsafeBytes { unsafe decode($0) } }
        let (header, bytes) = try #require(decoded)
        #expect(header.width == width && header.height == height)
        #expect(header.bit_depth == 8 && header.color_type == UInt8(SPNG_COLOR_TYPE_TRUECOLOR.rawValue))
        let expected = pixels.flatMap { pixel in [16, 8, 0].map { UInt8(truncatingIfNeeded: pixel >> $0) } }
        #expect(bytes == expected)
    }

    private func decode(_ file: UnsafeRawBufferPointer) -> (spng_ihdr, [UInt8])? {
        guard let context = unsafe spng_ctx_new(0) else { return nil }
        defer { unsafe spng_ctx_free(context) }
        var header = spng_ihdr()
        var size = 0
        let format = Int32(SPNG_FMT_RGB8.rawValue)
        guard unsafe spng_set_png_buffer(context, file.baseAddress, file.count) == 0,
            unsafe spng_get_ihdr(context, &header) == 0,
            unsafe spng_decoded_image_size(context, format, &size) == 0
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: size)
        guard unsafe spng_decode_image(context, &bytes, size, format, 0) == 0 else { return nil }
        return (header, bytes)
    }
}
