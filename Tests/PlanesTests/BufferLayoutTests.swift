import Planes
import Testing

/// Proves that the memory which a picture needs is computed as the kernel and compositors compute it.
@Suite struct BufferLayoutTests {
    @Test func aLinearPictureEndsWithItsLastRow() {
        let layout = BufferLayout(width: 10, height: 3, format: .xrgb8888, stride: 64, offset: 8)
        #expect(layout.byteCount == 8 + 2 * 64 + 40)
        #expect(layout.compositorByteCount == 8 + 3 * 64)
    }

    @Test(arguments: [(Modifier.intelX, UInt64(8)), (.intelY, 32), (.intelYf, 32)])
    func aTiledPictureEndsWithAWholeTile(modifier: Modifier, rows: UInt64) {
        let layout = BufferLayout(width: 128, height: 1, format: .xrgb8888, modifier: modifier, stride: 512)
        #expect(layout.byteCount == 512 * rows)
    }

    @Test func theLargestValuesDoNotOverflow() {
        let layout = BufferLayout(
            width: .max, height: .max, format: .xrgb8888, modifier: .intelY, stride: .max, offset: .max)
        #expect(layout.byteCount > UInt64(UInt32.max) * UInt64(UInt32.max))
    }

    @Test func memoryThatIsTooSmallIsRejected() throws {
        let layout = BufferLayout(width: 10, height: 3, format: .xrgb8888, stride: 40)
        try layout.check(memory: 120)
        #expect(throws: Rejection.memory(119, needed: 120)) { try layout.check(memory: 119) }
    }

    @Test func formatsAndModifiersReadWell() {
        let layout = BufferLayout(width: 1920, height: 1080, format: .xrgb8888, stride: 7680)
        #expect("\(layout)" == "1920×1080 XR24 linear, stride 7680")
        #expect(Fourcc("XR24") == .xrgb8888)
        #expect(Fourcc("XR2") == nil)
        #expect("\(Fourcc(rawValue: 1))" == "0x1")
        #expect(Modifier.intelX.halves == (high: 0x0100_0000, low: 1))
    }
}
