import Planes
import Testing

/// Proves that other planes follow a picture that is not resampled.
@Suite struct ExactPlaneTests {
    @Test func whatIsCutOffAtTheEdgesIsCutOffOfAllPlanes() {
        let box = Letterbox(
            picture: Size(width: 640, height: 480), window: Size(width: 400, height: 300), scaling: .unscaled)
        #expect(box.frame == Rectangle(x: 0, y: 0, size: Size(width: 400, height: 300)))
        #expect(box.visible == Rectangle(x: 120, y: 90, size: Size(width: 400, height: 300)))
        #expect(
            box.place(cursor(x: 130, y: 80))
                == Placement(
                    rectangle: Rectangle(x: 10, y: 0, size: Size(width: 64, height: 54)),
                    crop: Rectangle(x: 0, y: 10, size: Size(width: 64, height: 54))))
        #expect(
            box.place(cursor(x: 510, y: 380))
                == Placement(
                    rectangle: Rectangle(x: 390, y: 290, size: Size(width: 10, height: 10)),
                    crop: Rectangle(x: 0, y: 0, size: Size(width: 10, height: 10))))
        for (x, y) in [(56, 200), (520, 200), (200, 26), (200, 390)] as [(Int32, Int32)] {
            #expect(box.place(cursor(x: x, y: y)) == nil, "in what is cut off")
        }
    }

    @Test(arguments: [(UInt32(150), Int32(60)), (180, 63), (240, 64), (210, 63)])
    func aCursorIsCutToWhatIsExactAtItsRightAndBottom(scale: UInt32, side: Int32) {
        let box = Letterbox(
            picture: Size(width: 1600, height: 900), window: Size(width: 1600, height: 900),
            scale: Scale(scale), scaling: .unscaled)
        let place = box.place(cursor(x: 100, y: 100))
        #expect(place?.crop ?? whole == Rectangle(x: 0, y: 0, size: Size(width: side, height: side)))
        #expect(place.map { $0.rectangle.size.width * Int32(scale) } == side * 120)
    }

    @Test func aMultipleIsTheCursorsToo() {
        let box = Letterbox(
            picture: Size(width: 640, height: 480), window: Size(width: 1300, height: 970), scaling: .integer)
        #expect(box.frame == Rectangle(x: 10, y: 5, size: Size(width: 1280, height: 960)))
        #expect(
            box.place(cursor(x: 5, y: 7))
                == Placement(rectangle: Rectangle(x: 20, y: 19, size: Size(width: 128, height: 128))))
    }

    @Test(arguments: ExactPictureTests.fine + ExactPictureTests.coarse)
    func aPlaneThatMovesByAPixelNeverMovesBackwardsNorFar(scale: UInt32) {
        for scaling in Scaling.allCases {
            for window in [Size(width: 300, height: 200), Size(width: 641, height: 480)] {
                let box = Letterbox(
                    picture: Size(width: 640, height: 480), window: window, scale: Scale(scale),
                    scaling: scaling)
                let middle = box.visible.y + box.visible.size.height / 2
                var last = Int32.min
                for x in box.visible.x..<box.visible.x + box.visible.size.width {
                    guard let place = box.place(cursor(x: x, y: middle))?.rectangle else {
                        Issue.record("it is on the screen")
                        continue
                    }
                    #expect(place.x >= last)
                    last = place.x
                    #expect(place.size.width >= 1 && place.size.height >= 1)
                    #expect(place.x + place.size.width <= box.frame.x + box.frame.size.width + 1)
                    // Less than a unit before where it is.
                    let exact =
                        Double(box.frame.x)
                        + Double(x - box.visible.x) * Double(box.frame.size.width)
                        / Double(box.visible.size.width)
                    #expect(exact - Double(place.x) >= 0 && exact - Double(place.x) < 1)
                }
            }
        }
    }

    private let whole = Rectangle(x: 0, y: 0, size: Size(width: 64, height: 64))

    private func cursor(x: Int32, y: Int32) -> Plane {
        let layout = BufferLayout(width: 64, height: 64, format: .argb8888, stride: 256)
        return Plane(
            kind: .cursor, identity: BufferIdentity(.number(1), layout: layout),
            position: Plane.Position(x: x, y: y))
    }
}
