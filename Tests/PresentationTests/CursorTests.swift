import Planes
import TestCompositor
import Testing

@testable import Presentation

/// Proves what becomes of the guest's cursor: that it is shown, is the host's pointer, or is not there, as the user wants.
@Suite struct CursorTests {
    private func theatre(
        _ mode: CursorMode, hotspot: Plane.Position? = Plane.Position(x: 3, y: 5)
    ) throws -> Theatre {
        let compositor = TestCompositor(
            globals: TestCompositor.everything.merging(["wl_seat": 7, "wp_cursor_shape_manager_v1": 1]) { $1 }
        )
        let source = ScriptedSource()
        source.show(1)
        source.point(2, x: 100, y: 50, hotspot: hotspot)
        var options = Presenter.Options()
        options.cursor = mode
        options.repaint = .flips
        let theatre = try Theatre(compositor, source, options: options)
        try theatre.poll { theatre.statistics.buffersCreated == (mode == .none ? 1 : 2) }
        try theatre.poll()
        return theatre
    }

    private func pointer(_ theatre: Theatre) throws -> PointerDevice {
        try #require(theatre.compositor.all(PointerDevice.self).last)
    }

    private func enter(_ theatre: Theatre) throws {
        try pointer(theatre).enter(theatre.window, x: 10, y: 10)
        try theatre.hear()
    }

    @Test func overTheWindowTheGuestsCursorIsThePointersImage() throws {
        let theatre = try theatre(.host)
        #expect(theatre.layers.count == 3, "no hand is there")
        try enter(theatre)
        #expect(theatre.layers.count == 2, "there is one cursor")
        let pointer = try pointer(theatre)
        let image = try #require(pointer.image)
        #expect(image.current.buffer?.width == 64)
        #expect(image.current.size == (64, 64))
        #expect(pointer.hotspot == (3, 5))
        // A cursor that moves alone costs nothing.
        let (commits, requests) = (theatre.statistics.commits, pointer.imageRequests)
        for x in 101...140 as ClosedRange<Int32> {
            theatre.source.point(2, x: x, y: 50, hotspot: Plane.Position(x: 3, y: 5))
            try theatre.poll()
        }
        #expect(image.commits == 1)
        #expect(theatre.statistics.commits == commits)
        #expect(pointer.imageRequests == requests)
        // It is where the guest has it when the hand is elsewhere.
        pointer.leave(theatre.window)
        try theatre.hear()
        #expect(theatre.layers.last == "64×64 at 140,50 as 64×64")
        #expect(image.current.buffer == nil)
        #expect(theatre.compositor.buffersDestroyedInUse == 0)
        try theatre.close()
        #expect(theatre.compositor.all(Surface.self).isEmpty)
    }

    @Test func anotherImageIsShownAndItsBufferIsKeptWhileTheCompositorHasIt() throws {
        let theatre = try theatre(.host)
        theatre.compositor.holdsReleases = true
        try enter(theatre)
        let pointer = try pointer(theatre)
        let image = try #require(pointer.image)
        for number in 10...99 as ClosedRange<UInt32> {
            theatre.source.point(number, x: 100, y: 50, hotspot: Plane.Position(x: 3, y: 5))
            let before = theatre.statistics.fetches
            try theatre.poll { theatre.statistics.fetches > before }
            try theatre.poll()
            theatre.compositor.releaseHeldBuffers()
        }
        #expect(image.commits == 91)
        #expect(pointer.imageRequests == 2, "it was hidden, and then an image; the hotspot is the same")
        theatre.source.point(100, x: 100, y: 50, hotspot: Plane.Position(x: 32, y: 32))
        try theatre.poll { image.commits == 92 }
        #expect(pointer.hotspot == (32, 32))
        #expect(theatre.compositor.buffersDestroyedInUse == 0)
        #expect(theatre.statistics.buffersLive <= 64)
        // Off: the arrow.
        theatre.source.now.cursor = .off
        try theatre.poll { image.current.buffer == nil }
        #expect(theatre.compositor.log.last { $0.contains(".set_") }?.contains(".set_shape(") == true)
    }

    @Test(arguments: [
        (1280, 960, 128, 6, 10), (320, 240, 32, 1, 2), (1, 1, 1, 0, 0),
    ])
    func itIsAsLargeAsOnTheGuestsScreen(
        width: Int32, height: Int32, size: Int32, x: Int32, y: Int32
    ) throws {
        let theatre = try theatre(.host)
        try enter(theatre)
        theatre.toplevel.configure(ConfigureScript(width: width, height: height))
        try theatre.hear()
        let pointer = try pointer(theatre)
        #expect(try #require(pointer.image).current.size == (size, size))
        #expect(pointer.hotspot == (x, y))
    }

    @Test func withoutAHotspotItIsShownWhereTheGuestHasIt() throws {
        let theatre = try theatre(.host, hotspot: nil)
        try enter(theatre)
        #expect(theatre.layers.last == "64×64 at 100,50 as 64×64")
        #expect(try pointer(theatre).image == nil)
        #expect(try pointer(theatre).imageRequests == 1, "the host's is hidden")
    }

    @Test func aPointerThatIsHeldFastLeavesTheCursorWhereTheGuestHasIt() throws {
        let theatre = try theatre(.host)
        try enter(theatre)
        let pointer = try pointer(theatre)
        #expect(pointer.image != nil)
        theatre.presenter?.input.capture = .pointer
        try theatre.hear()
        #expect(theatre.layers.last == "64×64 at 100,50 as 64×64")
        #expect(pointer.image == nil)
        theatre.presenter?.input.capture = []
        try theatre.hear()
        #expect(theatre.layers.count == 2)
        #expect(pointer.image != nil)
    }

    @Test func aCursorThatIsNotWantedIsNotShown() throws {
        let theatre = try theatre(.none)
        try enter(theatre)
        #expect(theatre.layers.count == 2)
        #expect(try pointer(theatre).imageRequests == 0)
        #expect(theatre.compositor.log.contains { $0.contains(".set_shape(") }, "an arrow")
        #expect(theatre.source.fetched.count == 1, "its memory is not asked for")
    }
}
