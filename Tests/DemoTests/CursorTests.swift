import Descriptors
import Planes
import Testing

@testable import Demo

/// Proves that the cursor is an image that compositors blend rightly, and that it stays in the picture on its way.
@Suite struct CursorTests {
    @Test func theImageIsPremultiplied() {
        let image = CursorImage.draw()
        for pixel in image.pixels {
            let alpha = pixel >> 24
            #expect([16, 8, 0].allSatisfy { pixel >> $0 & 0xff <= alpha })
        }
    }

    @Test func theTipIsOpaqueAndTheCornersAreClear() {
        let image = CursorImage.draw()
        #expect(image[CursorImage.hotspot.x, CursorImage.hotspot.y] >> 24 == 0xff)
        #expect(image[0, 0] == 0 && image[63, 0] == 0 && image[63, 63] == 0 && image[0, 63] == 0)
        #expect(image.pixels.contains { (1..<0xff).contains($0 >> 24) && $0 & 0xff_ffff == 0 }, "the shadow")
    }

    @Test(arguments: [(1280, 720), (64, 64), (100, 4000)])
    func thePathStaysInThePicture(width: Int, height: Int) {
        let path = CursorPath(width: width, height: height)
        for tick in 0..<2000 {
            let place = path.position(after: .milliseconds(Int64(tick) * 7))
            #expect((0...width - 64).contains(Int(place.x)) && (0...height - 64).contains(Int(place.y)))
        }
    }

    @Test func thePathIsClosedAndSmooth() {
        let path = CursorPath(width: 1280, height: 720)
        let period = CursorPath.period
        #expect(path.position(after: .seconds(1)) == path.position(after: period + .seconds(1)))
        for tick in 0..<480 {
            let time = Instant.Span(nanoseconds: Int64(tick) * period.nanoseconds / 480)
            let next = Instant.Span(nanoseconds: Int64(tick + 1) * period.nanoseconds / 480)
            let (a, b) = (path.position(after: time), path.position(after: next))
            #expect(a != b)
            #expect(abs(a.x - b.x) < 10 && abs(a.y - b.y) < 10)
        }
    }
}
