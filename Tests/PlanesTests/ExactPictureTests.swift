import Planes
import Testing

/// Proves, over many sizes and scales, that the picture is inside the window, keeps its aspect, and is drawn in whole device
/// pixels wherever it is not resampled.
@Suite struct ExactPictureTests {
    /// 50 to 400 %, those of which little must be cut off to be exact, and those of which much would have to.
    static let fine: [UInt32] = [60, 120, 144, 150, 160, 168, 180, 192, 200, 210, 216, 240, 300, 360, 480]
    static let coarse: [UInt32] = [91, 126, 132, 161, 204, 841]

    private static let pictures = [
        Size(width: 1, height: 1), Size(width: 7, height: 300), Size(width: 640, height: 480),
        Size(width: 641, height: 479), Size(width: 1280, height: 800), Size(width: 1366, height: 768),
        Size(width: 2560, height: 1440), Size(width: 16384, height: 1),
    ]
    private static let windows = [
        Size(width: 1, height: 1), Size(width: 2, height: 5000), Size(width: 320, height: 240),
        Size(width: 427, height: 320), Size(width: 640, height: 480), Size(width: 1001, height: 701),
        Size(width: 1707, height: 960), Size(width: 2048, height: 1152), Size(width: 4000, height: 3000),
        Size(width: 100_000, height: 100_000), Size(width: .max, height: .max),
    ]

    private struct Case {
        let picture: Size
        let window: Size
        let box: Letterbox
    }

    private static func cases(_ scale: UInt32, _ scaling: Scaling) -> [Case] {
        pictures.flatMap { picture in
            windows.map { window in
                Case(
                    picture: picture, window: window,
                    box: Letterbox(picture: picture, window: window, scale: Scale(scale), scaling: scaling))
            }
        }
    }

    /// `#expect` for what is so some ten thousand times.
    private func expect(
        _ isSo: Bool, _ one: Case, _ what: String = "", at place: SourceLocation = #_sourceLocation
    ) {
        if !isSo { Issue.record("\(what) \(one)", sourceLocation: place) }
    }

    private static let all = (fine + coarse).flatMap { scale in Scaling.allCases.map { (scale, $0) } }

    @Test(arguments: all)
    func thePictureIsInsideTheWindowAndInTheMiddle(scale: UInt32, scaling: Scaling) {
        let step = Scale(scale).step.units
        for one in Self.cases(scale, scaling) {
            let (frame, window) = (one.box.frame, one.window)
            for (start, length, whole) in [
                (frame.x, frame.size.width, window.width), (frame.y, frame.size.height, window.height),
            ] {
                expect(start >= 0 && length >= 1 && start + length <= whole, one)
                // As much on either side, but for what it takes to begin on a pixel.
                let difference = whole - length - 2 * start
                expect(difference >= 0 && difference <= 1 + 2 * (step <= 5 ? step - 1 : 0), one)
            }
            let (visible, picture) = (one.box.visible, one.picture)
            for (start, length, whole) in [
                (visible.x, visible.size.width, picture.width),
                (visible.y, visible.size.height, picture.height),
            ] {
                expect(start >= 0 && length >= 1 && start + length <= whole, one)
                expect((0...1).contains(whole - length - 2 * start), one, "cut off evenly")
            }
        }
    }

    @Test(arguments: all)
    func whatIsResampledIsWholeAndKeepsItsAspect(scale: UInt32, scaling: Scaling) {
        for one in Self.cases(scale, scaling) where one.box.multiple == nil {
            expect(scaling != .unscaled, one)
            expect(one.box.visible == Rectangle(x: 0, y: 0, size: one.picture), one)
            let size = one.box.frame.size
            // One side fills the window; the other is within half a unit, or as little as there is.
            let (byWidth, byHeight) = (
                Double(one.picture.height) * Double(size.width) / Double(one.picture.width),
                Double(one.picture.width) * Double(size.height) / Double(one.picture.height)
            )
            let fillsWidth =
                size.width == one.window.width
                && abs(Double(size.height) - max(1, byWidth)) <= 0.5
            let fillsHeight =
                size.height == one.window.height && abs(Double(size.width) - max(1, byHeight)) <= 0.5
            expect(fillsWidth || fillsHeight, one)
            expect(one.box.shown == Scale(scale).pixels(size), one)
        }
    }

    @Test(arguments: fine.flatMap { scale in Scaling.allCases.map { (scale, $0) } })
    func aPixelIsSoManyDevicePixels(scale: UInt32, scaling: Scaling) {
        let step = Scale(scale).step
        for one in Self.cases(scale, scaling) {
            guard let multiple = one.box.multiple else { continue }
            expect(multiple == 1 || scaling == .integer, one)
            let (frame, visible) = (one.box.frame, one.box.visible)
            for (start, length, pixels, whole, room) in [
                (
                    frame.x, frame.size.width, visible.size.width, one.picture.width, one.window.width
                ),
                (
                    frame.y, frame.size.height, visible.size.height, one.picture.height, one.window.height
                ),
            ] {
                // Too little of either for a whole step: nothing can be exact.
                guard whole >= step.pixels, Int64(room) >= Int64(step.units) * Int64(multiple) else {
                    continue
                }
                expect(Int64(start) * Int64(scale) % 120 == 0, one, "it begins on a pixel")
                expect(
                    Int64(length) * Int64(scale) == Int64(pixels) * Int64(multiple) * 120, one,
                    "the source is the destination in device pixels")
                let fits = min(Int64(whole), Int64(room) * Int64(scale) / 120 / Int64(multiple))
                expect(fits - Int64(pixels) < Int64(step.pixels), one, "no more is cut off than must be")
            }
        }
    }

    @Test(arguments: coarse)
    func whereACutWouldBeDeepTheCompositorRounds(scale: UInt32) {
        let scale = Scale(scale)
        for picture in Self.pictures where picture.width > 8 && picture.height > 8 {
            let window = Letterbox.window(for: picture, at: scale)
            for scaling in Scaling.allCases {
                let box = Letterbox(picture: picture, window: window, scale: scale, scaling: scaling)
                #expect(box.multiple == 1)
                #expect(scale.pixels(box.frame.size) == box.visible.size)
                let most = max(1, (scale.rawValue + 119) / 120)
                #expect(picture.width - box.visible.size.width < most, "\(picture) \(box)")
                #expect(picture.height - box.visible.size.height < most, "\(picture) \(box)")
            }
        }
    }

    @Test(arguments: [
        // 1280 pixels at 150 % are 853 1/3 units: of 852, which are 1278, two guest columns more than there are.
        (UInt32(180), Size(width: 1280, height: 800), Size(width: 852, height: 532), 2, 2),
        (150, Size(width: 1280, height: 800), Size(width: 1024, height: 640), 0, 0),
        (150, Size(width: 1366, height: 768), Size(width: 1092, height: 612), 1, 3),
        (180, Size(width: 1920, height: 1080), Size(width: 1280, height: 720), 0, 0),
        (240, Size(width: 641, height: 480), Size(width: 320, height: 240), 1, 0),
        (120, Size(width: 641, height: 479), Size(width: 641, height: 479), 0, 0),
    ])
    func aWindowLeftToItselfShowsThePictureExactly(
        scale: UInt32, picture: Size, window: Size, columns: Int, rows: Int
    ) {
        #expect(Letterbox.window(for: picture, at: Scale(scale)) == window)
        for scaling in Scaling.allCases {
            let box = Letterbox(picture: picture, window: window, scale: Scale(scale), scaling: scaling)
            #expect(box.frame == Rectangle(x: 0, y: 0, size: window), "no black beside it")
            #expect(box.multiple == 1)
            #expect(box.shown == picture)
            #expect(Int(picture.width - box.visible.size.width) == columns)
            #expect(Int(picture.height - box.visible.size.height) == rows)
        }
    }

    @Test(arguments: [1706, 1707] as [Int32])
    func aWholeOutputThatIsNoWholeNumberOfUnitsStillCountsAsTheSameSize(width: Int32) {
        let box = Letterbox(
            picture: Size(width: 2560, height: 1440), window: Size(width: width, height: 960),
            scale: Scale(180))
        #expect(box.multiple == 1)
        #expect(box.frame.size == Size(width: 1706, height: 960))
        #expect(box.visible == Rectangle(x: 0, y: 0, size: Size(width: 2559, height: 1440)))
    }

    @Test(
        arguments: [
            (Size(width: 639, height: 480), nil), (Size(width: 640, height: 480), 1),
            (Size(width: 1279, height: 960), 1), (Size(width: 1280, height: 960), 2),
            (Size(width: 1920, height: 1500), 3),
        ] as [(Size, Int32?)])
    func aWholeMultipleIsTheLargestThatFits(window: Size, multiple: Int32?) {
        let picture = Size(width: 640, height: 480)
        let box = Letterbox(picture: picture, window: window, scaling: .integer)
        #expect(box.multiple == multiple)
        if let multiple {
            #expect(box.frame.size == Size(width: 640 * multiple, height: 480 * multiple))
        } else {
            #expect(box == Letterbox(picture: picture, window: window, scaling: .fit))
        }
    }
}
