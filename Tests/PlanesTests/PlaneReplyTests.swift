import Descriptors
import Planes
import Testing

/// Proves that the gate lets through what can be shown, and says why it refuses the rest.
@Suite struct PlaneReplyTests {
    private let good = PlaneReply(
        kind: .primary, name: .number(1), format: .xrgb8888, width: 800, height: 600, stride: 3200,
        size: 1_920_000, x: 7, y: 9)

    @Test func aGoodReplyIsAPlane() throws {
        let plane = try #require(try good.checked())
        #expect(plane.layout == BufferLayout(width: 800, height: 600, format: .xrgb8888, stride: 3200))
        #expect(plane.position == .zero, "a primary plane is the screen")
        #expect(plane.hotspot == nil)
    }

    @Test func aZeroFormatOrSizeIsNoPlane() throws {
        var reply = good
        reply.format = Fourcc(rawValue: 0)
        #expect(try reply.checked() == nil)
        reply = good
        reply.size = 0
        #expect(try reply.checked() == nil)
    }

    @Test func aPrimaryPlaneIsShownOpaqueAndACursorIsNot() throws {
        var reply = good
        reply.format = .argb8888
        #expect(try reply.checked()?.layout.format == .xrgb8888)
        reply = cursor()
        #expect(try reply.checked()?.layout.format == .argb8888)
    }

    @Test(arguments: [
        (UInt32(0), UInt32(600)), (800, 0), (16385, 600), (800, 16385), (.max, .max),
    ])
    func sizesOutOfRangeAreRejected(width: UInt32, height: UInt32) {
        var reply = good
        (reply.width, reply.height, reply.stride) = (width, height, .max)
        #expect(throws: Rejection.size(width: width, height: height, limit: 16384)) { try reply.checked() }
    }

    @Test func aCursorHasItsOwnLimit() {
        var reply = cursor()
        reply.width = 513
        #expect(throws: Rejection.size(width: 513, height: 64, limit: 512)) { try reply.checked() }
    }

    @Test func aRowMustFitItsStride() {
        var reply = good
        reply.stride = 3199
        #expect(throws: Rejection.stride(3199, needed: 3200)) { try reply.checked() }
    }

    @Test(arguments: [Fourcc.c8, Fourcc(rawValue: 0xffff_ffff), Fourcc(rawValue: 0x3231_564e)])
    func unknownFormatsAreRejected(format: Fourcc) {
        var reply = good
        reply.format = format
        #expect(throws: Rejection.format(format)) { try reply.checked() }
    }

    /// RG24 has one plane, like what VFIO drivers report, and none of them reports it.
    @Test func whatOnlyCaptureDevicesWriteIsNotTakenFromOthers() throws {
        var reply = good
        reply.format = .rgb888
        #expect(throws: Rejection.format(.rgb888)) { try reply.checked() }
        #expect(try reply.checked(.captured)?.layout.format == .rgb888)
        reply.format = .c8
        #expect(throws: Rejection.format(.c8)) { try reply.checked(.captured) }
    }

    @Test func aFormatHasAllOfItsPlanesAndNoMore() throws {
        var reply = good
        reply.format = .nv12
        #expect(throws: Rejection.format(.nv12)) { try reply.checked(.captured) }
        reply.second = MemoryPlane(offset: 1_920_000, stride: 800)
        #expect(throws: Rejection.format(.nv12)) { try reply.checked() }
        #expect(try reply.checked(.captured)?.layout.second == reply.second)
        reply.second = MemoryPlane(offset: 1_920_000, stride: 799)
        #expect(throws: Rejection.stride(799, needed: 800)) { try reply.checked(.captured) }
        reply.format = .yuv420
        (reply.second, reply.third) = (
            MemoryPlane(offset: 0, stride: 400), MemoryPlane(offset: 0, stride: 399)
        )
        #expect(throws: Rejection.stride(399, needed: 400)) { try reply.checked(.captured) }
        reply.format = .xrgb8888
        #expect(throws: Rejection.format(.xrgb8888)) { try reply.checked(.captured) }
    }

    @Test func aPictureIsNotTheMemoryThatItIsIn() throws {
        let first = try #require(try good.checked())
        #expect(first.sequence == nil && first.captured == nil && first.colour == nil)
        var reply = good
        reply.sequence = 7
        reply.captured = Instant(nanoseconds: 5)
        reply.colour = ColourEncoding(.bt709, .limited)
        let second = try #require(try reply.checked())
        #expect(second.sequence == 7 && second.captured == Instant(nanoseconds: 5))
        #expect(second.colour == ColourEncoding(.bt709, .limited))
        #expect(first != second && first.identity == second.identity)
    }

    @Test(arguments: [
        (UInt32(0xffff_fffa), Int32(-6)), (0xfffa, -6), (0x8006, -6), (0x8000_0006, -6), (0x9fff, -8191),
        (0x8000_1fff, -8191), (6, 6), (0, 0), (16383, 16383), (0x7fff, 32767), (0x1_0006, 65535),
    ])
    func aSignIsReadInAnyOfTheWaysInWhichItIsTold(told: UInt32, position: Int32) throws {
        var reply = cursor()
        (reply.x, reply.y) = (told, told)
        #expect(try reply.checked()?.position == Plane.Position(x: position, y: position))
    }

    @Test func positionsAreSignedAndBounded() throws {
        var reply = cursor()
        (reply.x, reply.y) = (UInt32(bitPattern: -5), 0x7fff_ffff)
        #expect(try reply.checked()?.position == Plane.Position(x: -5, y: 65535))
        reply.x = UInt32(bitPattern: Int32.min)
        #expect(try reply.checked()?.position.x == -65535)
    }

    @Test(arguments: [(UInt32.max, UInt32.max), (64, 0), (0, 64), (0xdead_beef, 512)])
    func hotspotsOutsideTheImageAreUnknown(x: UInt32, y: UInt32) throws {
        var reply = cursor()
        (reply.hotX, reply.hotY) = (x, y)
        #expect(try reply.checked()?.hotspot == nil)
    }

    @Test func aHotspotInTheImageIsKept() throws {
        #expect(try cursor().checked()?.hotspot == Plane.Position(x: 3, y: 63))
    }

    private func cursor() -> PlaneReply {
        PlaneReply(
            kind: .cursor, name: .number(2), format: .argb8888, width: 64, height: 64, stride: 256,
            size: 16384, x: 10, y: 20, hotX: 3, hotY: 63)
    }
}
