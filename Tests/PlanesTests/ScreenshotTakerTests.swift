import Descriptors
import Glibc
import Planes
import Testing

/// Proves that a picture is taken of what a source shows, that what cannot be read is told, and that no memory is asked for
/// or given back twice.
@Suite struct ScreenshotTakerTests {
    private let source = PaintedSource()

    /// - Returns: the picture, and how often it was waited.
    private func take() throws(ScreenshotError) -> (picture: ScreenPicture, pauses: Int) {
        var pauses = 0
        let taker = ScreenshotTaker(source) { [source] in
            pauses += 1
            source.onPause(pauses)
        }
        return (try taker.take(), pauses)
    }

    private func expectAllGivenBackOnce() {
        #expect(Set(source.fetched).count == source.fetched.count, "asked for once")
        #expect(source.released.count == source.fetched.count)
        #expect(Set(source.released) == Set(source.fetched))
    }

    @Test func allPlanesAreLaidOverEachOther() throws {
        source.show(.primary, 3, 1, .xrgb8888, [0x11, 0x22, 0x33])
        source.show(.overlay, 2, 1, .xrgb8888, [0x44, 0x55], x: 1)
        source.show(.cursor, 2, 1, .argb8888, [0, 0xff00_0066], x: -1)
        let (picture, pauses) = try take()
        #expect(picture.image.pixels == [0xff00_0066, 0xff00_0044, 0xff00_0055])
        #expect(picture.planes.map(\.kind) == [.primary, .overlay, .cursor])
        #expect(picture.remarks.isEmpty && pauses == 0)
        #expect(picture.summary == "3×1, primary XR24 linear, overlay at 1,0, cursor at -1,0")
        expectAllGivenBackOnce()
    }

    @Test func memoryThatIsMappedAlreadyIsRead() throws {
        source.show(.primary, 2, 1, .xrgb8888, [1, 2])
        source.isMapped = true
        #expect(try take().picture.image.pixels == [0xff00_0001, 0xff00_0002])
    }

    @Test func nothingShownIsToldAndNotWaitedFor() {
        source.show(.cursor, 1, 1, .argb8888, [0])
        #expect(throws: ScreenshotError.off) { try take() }
        #expect(source.snapshots == 1)
        expectAllGivenBackOnce()
    }

    @Test func aDeviceThatRefusesIsAskedAgain() throws {
        source.now.primary = .kept(.refused("VFIO_DEVICE_QUERY_GFX_PLANE: Cannot allocate memory"))
        source.onPause = { [unowned source] in if $0 == 2 { source.show(.primary, 1, 1, .xrgb8888, [7]) } }
        let (picture, pauses) = try take()
        #expect(picture.image.pixels == [0xff00_0007] && pauses == 2)
        expectAllGivenBackOnce()
    }

    @Test func memoryThatIsRefusedIsAskedForAgainAndOtherMemoryIsNot() throws {
        source.show(.primary, 1, 1, .xrgb8888, [7])
        source.show(.cursor, 1, 1, .argb8888, [0xff00_0008])
        source.refused = [.cursor]
        source.onPause = { [unowned source] _ in source.refused = [] }
        let (picture, pauses) = try take()
        #expect(picture.image.pixels == [0xff00_0008] && pauses == 1)
        expectAllGivenBackOnce()
    }

    @Test func aDeviceThatGoesOnRefusingIsGivenUp() {
        source.now.primary = .kept(.refused("busy"))
        #expect(throws: ScreenshotError.unreadable(.refused("busy"))) { try take() }
        #expect(source.snapshots == ScreenshotTaker.tries)
    }

    @Test func aScreenThatCannotBeShownIsTold() {
        let rejection = Rejection.format(.c8)
        source.now.primary = .kept(.rejected(rejection))
        #expect(throws: ScreenshotError.unreadable(.rejected(rejection))) { try take() }
        #expect(source.snapshots == 1, "another question gets the same answer")
    }

    @Test func memoryThatIsTooSmallIsNotRead() {
        source.show(.primary, 2, 2, .xrgb8888, [1, 2, 3])
        let rejection = Rejection.memory(12, needed: 16)
        #expect(throws: ScreenshotError.unreadable(.rejected(rejection))) { try take() }
        expectAllGivenBackOnce()
    }

    @Test func aTiledScreenIsToldWithTheWayOut() {
        source.show(.primary, 1, 1, .xrgb8888, [1], modifier: .intelX)
        let error = ScreenshotError.unreadable(.arranged(.intelX))
        #expect(throws: error) { try take() }
        #expect(source.fetched.isEmpty, "memory that cannot be read is not asked for")
        #expect(error.description.hasPrefix("the primary plane is Intel X-tiled, which only a GPU reads; "))
        #expect(error.description.contains("the compositor's own tool"))
    }

    @Test func anImplicitArrangementIsReadAsRowsAndSaid() throws {
        source.show(.primary, 2, 1, .xrgb8888, [1, 2], modifier: .implicit)
        let picture = try take().picture
        #expect(picture.image.pixels == [0xff00_0001, 0xff00_0002])
        #expect(picture.remarks.count == 1 && picture.remarks[0].contains("row after row"))
    }

    @Test func aScreenThatNoProcessorMayMapIsToldWithTheWayOut() {
        source.show(.primary, 1, 1, .xrgb8888, [1])
        source.unmappable = [.primary]
        let error = ScreenshotError.unreadable(.unmappable(SystemError(call: "mmap", errno: EACCES)))
        #expect(throws: error) { try take() }
        #expect(error.description.contains("(mmap: Permission denied); show it in a window"))
        expectAllGivenBackOnce()
    }

    @Test func aCursorThatCannotBeReadIsLeftOut() throws {
        source.show(.primary, 1, 1, .xrgb8888, [1])
        source.show(.cursor, 1, 1, .argb8888, [0xff00_0002])
        source.unmappable = [.cursor]
        let picture = try take().picture
        #expect(picture.image.pixels == [0xff00_0001] && picture.planes.map(\.kind) == [.primary])
        #expect(
            picture.remarks == [
                "the cursor plane is in memory that this processor cannot read (mmap: Permission denied): "
                    + "the picture is without it"
            ])
        expectAllGivenBackOnce()
    }

    @Test func aSourceThatGoesIsTheEnd() {
        source.error = .lost("gone")
        #expect(throws: ScreenshotError.lost("gone")) { try take() }
        source.error = nil
        source.show(.primary, 1, 1, .xrgb8888, [1])
        source.memoryError = .lost("gone with the memory")
        #expect(throws: ScreenshotError.lost("gone with the memory")) { try take() }
    }
}
