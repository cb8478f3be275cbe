import Foundation
import TestBed
import Testing

/// Proves, in a real Weston, that a guest pixel is as many pixels of the screen as `--scale` and the output's scale say.
@Suite(.enabled(if: TestBed.isAvailable, "run scripts/test"), .serialized)
struct ScalingTests {
    @Test(arguments: [("800x600", 80, 60), ("640x480", 0, 0), ("401x300", -119, -90), ("1x1", -319, -239)])
    func neverScaledItIsCutOffOrHasBlackBands(size: String, left: Int, top: Int) throws {
        let picture = try screenshot(size, "--scale=1:1")
        let still = try StillDemo(size: "640x480", hasCursor: false)
        #expect(picture.differences { x, y in still[x - left, y - top] } == [])
    }

    @Test(arguments: [("640x480", 0, 0), ("1279x970", 319, 245)])
    func onceIsTheLargestMultipleThatFits(size: String, left: Int, top: Int) throws {
        let picture = try screenshot(size, "--scale=integer")
        let still = try StillDemo(size: "640x480", hasCursor: false)
        #expect(picture.differences { x, y in still[x - left, y - top] } == [])
    }

    @Test func threeTimesEachPixelIsInTheMiddleOfItsSquare() throws {
        let picture = try screenshot("400x300", "--scale=integer", device: "128x96")
        let still = try StillDemo(size: "128x96", hasCursor: false)
        // Weston's filter is linear: only there nothing of the neighbours is mixed in.
        #expect(
            picture.differences { x, y in
                let (column, row) = (x - 8, y - 6)
                guard (0..<384).contains(column), (0..<288).contains(row) else { return 0 }
                return column % 3 == 1 && row % 3 == 1 ? still[column / 3, row / 3] : picture[x, y]
            } == [])
    }

    @Test(arguments: ["fit", "integer", "1:1"])
    func onAnOutputOfScale2APixelIsAPixelToo(scaling: String) throws {
        let picture = try screenshot("320x240", scale: 2, "--scale=\(scaling)")
        #expect(picture.width == 640 && picture.height == 480)
        #expect(try StillDemo(size: "640x480", hasCursor: false).differences(in: picture) == [])
    }

    private func screenshot(_ size: String, scale: Int = 1, _ option: String, device: String = "640x480")
        throws -> Image
    {
        let weston = try HeadlessWeston(size: size, scale: scale)
        let viewer = try weston.planeview(
            "--device", "demo:size=\(device),rate=0,backing=memfd,cursor=off", option, "--stats=0.1",
            "--stats-format=json")
        _ = try viewer.line { try Tally($0).presented >= 2 }
        let picture = try weston.screenshot()
        viewer.signal(SIGTERM)
        #expect(try viewer.end() == 0)
        return picture
    }
}
