import Planes
import Testing

/// Proves that lengths come out as fractional-scale-v1 has them.
@Suite struct ScaleTests {
    @Test(arguments: [
        (UInt32(120), Int32(7), Int32(7)), (180, 1, 2), (180, 3, 5), (180, -1, -2), (150, 1, 1), (150, 2, 3),
        (132, 1024, 1126), (240, .max, .max), (180, 0, 0),
    ])
    func lengthsRoundToTheNearest(scale: UInt32, length: Int32, pixels: Int32) {
        #expect(Scale(scale).pixels(length) == pixels)
    }

    @Test(arguments: [UInt32(90), 120, 132, 150, 161, 180, 215, 240, 360])
    func thereIsRoomInTheUnitsForThePixels(scale: UInt32) {
        let scale = Scale(scale)
        for pixels in Int32(0)...500 {
            let units = scale.units(for: pixels)
            #expect(scale.pixels(units) >= pixels)
            #expect(units == 0 || (units - 1) * scale.rawValue < pixels * 120)
        }
    }

    @Test(arguments: [
        (UInt32(120), 7, 7), (240, 7, 7), (180, 7, 6), (180, -7, -8), (150, 7, 4), (132, 39, 30),
        (121, 119, 0),
    ])
    func positionsAreOnAPixel(scale: UInt32, position: Int32, aligned: Int32) {
        #expect(Scale(scale).aligned(position) == aligned)
        #expect(aligned * Scale(scale).rawValue % 120 == 0)
    }

    @Test func aScaleIsNeverNothing() {
        #expect(Scale(0).rawValue == 1)
        #expect(Scale(.max).rawValue == 7680)
        #expect(Scale(180).factor == 1.5)
    }
}
