import Glibc
import Testing

@testable import Demo

/// Proves that the card shows what it is for, in every frame, and that its loop has no seam.
@Suite struct TestCardTests {
    private let card = TestCard(width: 1280, height: 720, frameCount: 8)

    @Test func theBorderIsWhiteAndThenBlack() {
        for (width, height) in [(1280, 720), (333, 251), (64, 64)] {
            let picture = TestCard(width: width, height: height, frameCount: 64).draw(frame: 63)
            let across = (0..<width).flatMap { [picture[$0, 0], picture[$0, height - 1]] }
            let down = (0..<height).flatMap { [picture[0, $0], picture[width - 1, $0]] }
            #expect(Set(across + down) == [0xffff_ffff])
            #expect(picture[1, 1] == 0xff00_0000 && picture[width - 2, height - 2] == 0xff00_0000)
        }
    }

    @Test func theBarsHaveTheirColoursInOrder() {
        let picture = card.draw(frame: 5)
        let bars = (0..<8).map { picture[640 - 300 + 38 + $0 * 75, 340] }
        #expect(
            bars == [
                0xffff_ffff, 0xffff_ff00, 0xff00_ffff, 0xff00_ff00, 0xffff_00ff, 0xffff_0000, 0xff00_00ff,
                0xff00_0000,
            ])
    }

    @Test func theGreysRiseFromBlackToWhite() {
        let picture = card.draw(frame: 0)
        let row = (345..<935).map { picture[$0, 380] }
        #expect(row.first == 0xff00_0000)
        #expect(row.last == 0xffff_ffff)
        #expect(zip(row, row.dropFirst()).allSatisfy(<=))
        #expect(Set(row).count == 16)
    }

    @Test func theFinestStripesAlternatePixelByPixel() {
        let picture = card.draw(frame: 0)
        let row = (630..<650).map { picture[$0, 480] }
        #expect(Set(row) == [0xff00_0000, 0xffff_ffff])
        #expect(zip(row, row.dropFirst()).allSatisfy { $0 != $1 })
    }

    @Test func everyPixelIsOpaque() {
        #expect(card.draw(frame: 3).pixels.allSatisfy { $0 >> 24 == 0xff })
    }

    @Test func oneLightIsOnAndItIsTheFramesOwn() {
        for frame in 0..<8 {
            let picture = card.draw(frame: frame)
            let lit = (0..<8).filter { picture[640 - 160 + 40 * $0 + 20, 690] == Colour.amber.pixel }
            #expect(lit == [frame])
        }
    }

    @Test func noTwoFramesAreAlike() {
        let frames = (0..<8).map { card.draw(frame: $0).pixels }
        #expect(Set(frames).count == 8)
    }

    /// The comets' heads go on by the same angle from each frame to the next, and so from the last to the first.
    @Test func theLoopHasNoSeam() {
        let radius = Geometry(width: 1280, height: 720).rimRadius
        let heads = (0..<8).map { frame -> Double in
            let picture = card.draw(frame: frame)
            func brightness(_ degrees: Double) -> Int {
                let angle = degrees / 180 * .pi
                return Int(
                    picture[Int(640 + radius * cos(angle)), Int(360 + radius * sin(angle))] >> 8 & 0xff)
            }
            // A head is where a bright pixel is followed by a dark one.
            let drops = (0..<240).map { step in
                let degrees = Double(step) / 4
                return (degrees, brightness(degrees) - brightness(degrees + 0.5))
            }
            return drops.max { $0.1 < $1.1 }?.0 ?? -1
        }
        for (head, next) in zip(heads, heads.dropFirst() + heads.prefix(1)) {
            let step = (next - head + 60).truncatingRemainder(dividingBy: 60)
            #expect(abs(step - 7.5) <= 1)
        }
    }

    @Test func drawingTwiceGivesTheSame() {
        #expect(card.draw(frame: 6) == TestCard(width: 1280, height: 720, frameCount: 8).draw(frame: 14))
    }

    @Test(arguments: [(64, 64), (64, 1000), (1000, 64), (65, 67)])
    func anyShapeCanBeDrawn(width: Int, height: Int) {
        let picture = TestCard(width: width, height: height, frameCount: 64).draw(frame: 63)
        #expect(picture.pixels.count == width * height)
    }
}
