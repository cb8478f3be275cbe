import Planes
import Testing

/// Proves that the picture keeps its aspect at any window size and that other planes follow it.
@Suite struct LetterboxTests {
    @Test func aWindowOfThePicturesSizeShowsItExactly() {
        let box = Letterbox(picture: Size(width: 641, height: 479), window: Size(width: 641, height: 479))
        #expect(box.frame == Rectangle(x: 0, y: 0, size: Size(width: 641, height: 479)))
        #expect(
            box.place(cursor(x: 13, y: 7))?.rectangle
                == Rectangle(x: 13, y: 7, size: Size(width: 64, height: 64)))
        #expect(box.place(cursor(x: 13, y: 7))?.crop == nil)
    }

    @Test func bandsAreLeftWhereTheAspectDiffers() {
        let wide = Letterbox(picture: Size(width: 640, height: 480), window: Size(width: 1000, height: 480))
        #expect(wide.frame == Rectangle(x: 180, y: 0, size: Size(width: 640, height: 480)))
        let tall = Letterbox(picture: Size(width: 640, height: 480), window: Size(width: 320, height: 480))
        #expect(tall.frame == Rectangle(x: 0, y: 120, size: Size(width: 320, height: 240)))
    }

    @Test func aCursorScalesWithThePicture() {
        let box = Letterbox(picture: Size(width: 640, height: 480), window: Size(width: 1280, height: 1000))
        #expect(box.frame == Rectangle(x: 0, y: 20, size: Size(width: 1280, height: 960)))
        #expect(
            box.place(cursor(x: 10, y: 20))?.rectangle
                == Rectangle(x: 20, y: 60, size: Size(width: 128, height: 128)))
    }

    @Test func whatLiesBeyondTheScreenIsCutOff() {
        let box = Letterbox(picture: Size(width: 640, height: 480), window: Size(width: 1280, height: 960))
        let left = box.place(cursor(x: -10, y: 470))
        #expect(left?.crop == Rectangle(x: 10, y: 0, size: Size(width: 54, height: 10)))
        #expect(left?.rectangle == Rectangle(x: 0, y: 940, size: Size(width: 108, height: 20)))
        #expect(
            box.place(cursor(x: 639, y: 479))?.crop == Rectangle(x: 0, y: 0, size: Size(width: 1, height: 1)))
    }

    @Test(arguments: [(-64, 0), (640, 0), (0, -64), (0, 480), (65535, -65535), (-65535, 65535)])
    func aPlaneOffTheScreenIsNotDrawn(x: Int, y: Int) {
        let box = Letterbox(picture: Size(width: 640, height: 480), window: Size(width: 640, height: 480))
        #expect(box.place(cursor(x: Int32(x), y: Int32(y))) == nil)
    }

    @Test(arguments: [Size(width: 1, height: 1), Size(width: 1, height: 5000), Size(width: 7, height: 1)])
    func nothingIsEverEmptyOrOutsideTheWindow(window: Size) {
        let box = Letterbox(picture: Size(width: 16384, height: 1), window: window)
        #expect(box.frame.size.width >= 1 && box.frame.size.height >= 1)
        #expect(box.frame.x >= 0 && box.frame.x + box.frame.size.width <= window.width)
        #expect(box.frame.y >= 0 && box.frame.y + box.frame.size.height <= window.height)
        let sliver = box.place(cursor(x: 16383, y: 0))
        #expect(sliver.map { $0.rectangle.size.width >= 1 && $0.rectangle.size.height >= 1 } == true)
    }

    private func cursor(x: Int32, y: Int32) -> Plane {
        let layout = BufferLayout(width: 64, height: 64, format: .argb8888, stride: 256)
        return Plane(
            kind: .cursor, identity: BufferIdentity(.number(1), layout: layout),
            position: Plane.Position(x: x, y: y))
    }
}
