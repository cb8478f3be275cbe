import Planes
import Testing

/// Proves that planes are copied out of their memory and laid over each other, pixel by pixel.
@Suite struct PlaneImageTests {
    /// An image of given pixels.
    private func image(_ rows: [[UInt32]], _ format: Fourcc) throws -> PlaneImage {
        let layout = BufferLayout(
            width: UInt32(rows[0].count), height: UInt32(rows.count), format: format,
            stride: UInt32(rows[0].count * 4))
        let words = rows.flatMap(\.self)
        let image = unsafe PlaneImage(layout, in: words.span.bytes)
        return try #require(image)
    }

    private func black(_ width: Int, _ height: Int) throws -> PlaneImage {
        try image([[UInt32]](repeating: [UInt32](repeating: 0, count: width), count: height), .xrgb8888)
    }

    @Test func offsetAndStrideAreHeeded() throws {
        // RGB565 at any alignment: three rows of two pixels after a byte, with three bytes of padding, the last without.
        let layout = BufferLayout(width: 2, height: 3, format: .rgb565, stride: 7, offset: 1)
        var bytes: [UInt8] = [0xee]
        for row in 0..<3 {
            bytes += [0x00, 0xf8, 0x1f, 0x00]
            if row < 2 { bytes += [0xee, 0xee, 0xee] }
        }
        #expect(bytes.count == Int(layout.byteCount))
        let read = unsafe PlaneImage(layout, in: bytes.span.bytes)
        let image = try #require(read)
        #expect(image.width == 2 && image.height == 3)
        #expect(
            image.pixels == [
                0xffff_0000, 0xff00_00ff, 0xffff_0000, 0xff00_00ff, 0xffff_0000, 0xff00_00ff,
            ])
    }

    @Test func aFormatThatCannotBeShownHasNoImage() {
        let layout = BufferLayout(width: 1, height: 1, format: .c8, stride: 1)
        let bytes: [UInt8] = [0]
        let image = unsafe PlaneImage(layout, in: bytes.span.bytes)
        #expect(image == nil)
    }

    @Test func aPlaneWithoutAlphaCovers() throws {
        var ground = try black(3, 2)
        ground.draw(try image([[0x0011_2233]], .xrgb8888), at: .init(x: 1, y: 1))
        #expect(
            ground.pixels == [
                0xff00_0000, 0xff00_0000, 0xff00_0000, 0xff00_0000, 0xff11_2233, 0xff00_0000,
            ])
    }

    @Test func premultipliedAlphaIsBlendedOver() throws {
        var ground = try image([[0xffff_ffff, 0x0020_4060, 0x0020_4060, 0x00ff_ffff]], .xrgb8888)
        // Half black, nothing, all of it, and a colour brighter than its alpha, which is cut.
        let top = try image([[0x8000_0000, 0, 0xff11_2233, 0x80ff_0080]], .argb8888)
        ground.draw(top, at: .zero)
        // 255 × 127/255 is 127; cut is 255 + 127, and 128 + 127 is 255.
        #expect(ground.pixels == [0xff7f_7f7f, 0xff20_4060, 0xff11_2233, 0xffff_7fff])
    }

    @Test func blendingIsRoundedToTheNearest() throws {
        var ground = try image([[0x0064_65c8]], .xrgb8888)
        ground.draw(try image([[0x8001_0203]], .argb8888), at: .zero)
        // 100, 101 and 200 times 127/255 are 49.8, 50.3 and 99.6.
        #expect(ground.pixels == [0xff33_3467])
    }

    @Test(arguments: [
        (Int32(-1), Int32(-1), [4, 0, 0, 0, 0, 0, 0, 0, 0]), (2, 2, [0, 0, 0, 0, 0, 0, 0, 0, 1]),
        (-1, 1, [0, 0, 0, 2, 0, 0, 4, 0, 0]), (1, -1, [0, 3, 4, 0, 0, 0, 0, 0, 0]),
        (3, 0, [0, 0, 0, 0, 0, 0, 0, 0, 0]), (0, -2, [0, 0, 0, 0, 0, 0, 0, 0, 0]),
        (65535, -65535, [0, 0, 0, 0, 0, 0, 0, 0, 0]), (.min, .max, [0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ])
    func whatLiesOutsideIsCut(x: Int32, y: Int32, expected: [UInt32]) throws {
        var ground = try black(3, 3)
        ground.draw(try image([[1, 2], [3, 4]], .xrgb8888), at: .init(x: x, y: y))
        #expect(ground.pixels.map { $0 & 0xff_ffff } == expected)
    }

    @Test func aLargerPlaneIsCutOnAllSides() throws {
        var ground = try black(1, 1)
        ground.draw(try image([[1, 2, 3], [4, 5, 6], [7, 8, 9]], .xrgb8888), at: .init(x: -1, y: -1))
        #expect(ground.pixels == [0xff00_0005])
    }
}
