import Planes
import Testing

/// Proves which pixel of the guest lies under a place of the window.
@Suite struct LetterboxPointingTests {
    private func pixel(_ letterbox: Letterbox, _ x: Double, _ y: Double) -> String {
        let pixel = letterbox.pixel(atX: x, y: y)
        return "\(pixel.x),\(pixel.y)\(pixel.isInside ? "" : " beside")"
    }

    @Test func inAWindowOfItsSizeAUnitIsAPixel() {
        let letterbox = Letterbox(
            picture: Size(width: 640, height: 480), window: Size(width: 640, height: 480))
        #expect(pixel(letterbox, 0, 0) == "0,0")
        #expect(pixel(letterbox, 1.99, 2) == "1,2")
        #expect(pixel(letterbox, 639.99, 479.99) == "639,479")
        #expect(pixel(letterbox, 640, 0) == "639,0 beside")
        #expect(pixel(letterbox, 0, -0.01) == "0,0 beside")
        #expect(pixel(letterbox, -1e9, 1e300) == "0,479 beside")
        #expect(pixel(letterbox, .nan, 5) == "0,5 beside")
    }

    @Test func besideThePictureTheNearestOfItsPixels() {
        // 100 units of black at both sides.
        let letterbox = Letterbox(
            picture: Size(width: 640, height: 480), window: Size(width: 840, height: 480))
        #expect(pixel(letterbox, 99.9, 10) == "0,10 beside")
        #expect(pixel(letterbox, 100, 10) == "0,10")
        #expect(pixel(letterbox, 739, 10) == "639,10")
        #expect(pixel(letterbox, 740, 10) == "639,10 beside")
    }

    @Test func aScaledPicture() {
        let letterbox = Letterbox(
            picture: Size(width: 1920, height: 1080), window: Size(width: 960, height: 540))
        #expect(pixel(letterbox, 480, 270) == "960,540")
        #expect(pixel(letterbox, 959.9, 539.9) == "1919,1079")
    }

    @Test func ofAPictureThatIsCutOffThePixelsThatAreDrawn() {
        let letterbox = Letterbox(
            picture: Size(width: 640, height: 480), window: Size(width: 320, height: 240), scaling: .unscaled)
        #expect(pixel(letterbox, 0, 0) == "160,120")
        #expect(pixel(letterbox, 319.9, 239.9) == "479,359")
        #expect(pixel(letterbox, 320, 0) == "479,120 beside")
    }

    @Test func everyPixelCanBeReached() {
        let letterbox = Letterbox(
            picture: Size(width: 300, height: 7), window: Size(width: 450, height: 200))
        let reached = Set((0..<4500).map { letterbox.pixel(atX: Double($0) / 10, y: 100).x })
        #expect(reached == Set(0..<300))
    }
}
