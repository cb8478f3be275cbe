import Planes
import TestCompositor
import Testing
import Wayland

@testable import Presentation

/// Proves what the window is made of, and that it follows what the compositor and the user do.
@Suite struct WindowTests {
    @Test func aPictureLiesOnABlackBackgroundAndTheCursorAboveIt() throws {
        let source = ScriptedSource()
        source.show(1)
        source.point(2, x: 100, y: 50)
        let theatre = try Theatre(TestCompositor(), source)
        try theatre.poll { theatre.layers.count == 3 }
        #expect(
            theatre.layers == [
                "1×1 at 0,0 as 640×480", "640×480 at 0,0 as 640×480", "64×64 at 100,50 as 64×64",
            ],
            "the window takes the picture's size when it is left to it")
        for surface in [theatre.planes[0], theatre.planes[2]] {
            #expect(surface.current.inputRegion?.isEmpty == true, "input is the window's")
        }
        #expect(theatre.window.current.inputRegion == nil)
        #expect(theatre.compositor.log.contains { $0.hasSuffix(".set_window_geometry(0, 0, 640, 480)") })
        #expect(theatre.compositor.log.contains { $0.hasSuffix(".set_title(\"test – 640×480\")") })
    }

    @Test(arguments: [
        (1600, 960, "640×480 at 160,0 as 1280×960", "64×64 at 800,480 as 128×128"),
        (640, 960, "640×480 at 0,240 as 640×480", "64×64 at 320,480 as 64×64"),
        (320, 240, "640×480 at 0,0 as 320×240", "64×64 at 160,120 as 32×32"),
        (1001, 701, "640×480 at 33,0 as 935×701", "64×64 at 500,350 as 94×93"),
        (1, 1, "640×480 at 0,0 as 1×1", "64×64 at 0,0 as 1×1"),
    ])
    func thePictureKeepsItsAspectAtAnySize(width: Int32, height: Int32, screen: String, cursor: String) throws
    {
        let source = ScriptedSource()
        source.show(1)
        source.point(2, x: 320, y: 240)
        let theatre = try Theatre(TestCompositor(), source)
        try theatre.poll { theatre.layers.count == 3 }
        let toplevel = try #require(theatre.compositor.all(Toplevel.self).first)
        let commits = theatre.statistics.commits
        _ = theatre.compositor.takeLog()
        toplevel.configure(ConfigureScript(width: width, height: height))
        try theatre.hear()
        #expect(theatre.layers == ["1×1 at 0,0 as \(width)×\(height)", screen, cursor])
        #expect(theatre.statistics.commits == commits + 1, "one commit answers one configure")
        #expect(theatre.compositor.log.allSatisfy { !$0.contains(".attach(") }, "nothing is attached again")
        // What is told of the window and of what is opaque follows its size.
        let whole = Rectangle(x: 0, y: 0, width: width, height: height)
        #expect(toplevel.xdgSurface?.geometry == whole)
        #expect(theatre.window.current.opaqueRegion == [whole])
        let size = theatre.planes[0].current.size
        #expect(
            theatre.planes[0].current.opaqueRegion
                == [Rectangle(x: 0, y: 0, width: size.width, height: size.height)])
        #expect(theatre.planes[2].current.opaqueRegion.isEmpty, "a cursor is seen through")
    }

    @Test func theWindowTakesTheGuestsSizeOnlyWhereItIsLeftToIt() throws {
        let compositor = TestCompositor()
        compositor.firstConfigure = ConfigureScript(width: 1000, height: 500)
        let source = ScriptedSource()
        source.show(1)
        let theatre = try Theatre(compositor, source)
        try theatre.poll { theatre.layers.count == 2 }
        #expect(theatre.layers[0] == "1×1 at 0,0 as 1000×500")
        source.show(2, width: 800, height: 600)
        try theatre.poll { theatre.statistics.flips == 1 }
        #expect(theatre.layers == ["1×1 at 0,0 as 1000×500", "800×600 at 166,0 as 667×500"])
        try #require(compositor.all(Toplevel.self).first).configure(ConfigureScript())
        try theatre.hear()
        #expect(theatre.layers == ["1×1 at 0,0 as 800×600", "800×600 at 0,0 as 800×600"])
    }

    @Test func anOverlayLiesBetweenThePictureAndTheCursor() throws {
        let source = ScriptedSource()
        source.point(2, x: 100, y: 50)
        source.cover(3, x: 20, y: 30)
        source.show(1)
        let theatre = try Theatre(TestCompositor(), source)
        try theatre.poll { theatre.layers.count == 4 }
        #expect(theatre.layers[2] == "100×50 at 20,30 as 100×50")
        #expect(theatre.layers[3] == "64×64 at 100,50 as 64×64")
    }

    @Test func aPingIsAnswered() throws {
        let theatre = try Theatre()
        let manager = try #require(theatre.compositor.all(WindowManagerGlobal.self).first)
        let serial = manager.ping()
        try theatre.hear()
        #expect(manager.pongs == [serial])
    }

    @Test func aCursorAtTheEdgeIsCutAndOneBeyondIsNotDrawn() throws {
        let source = ScriptedSource()
        source.show(1)
        source.point(2, x: 620, y: -10)
        let theatre = try Theatre(TestCompositor(), source)
        try theatre.poll { theatre.layers.count == 3 }
        #expect(theatre.layers[2] == "64×64 at 620,0 as 20×54")
        source.point(2, x: 700, y: 0)
        try theatre.poll { theatre.layers.count == 2 }
        source.point(2, x: 10, y: 10)
        try theatre.poll { theatre.layers.count == 3 }
        #expect(theatre.layers[2] == "64×64 at 10,10 as 64×64")
        #expect(theatre.statistics.buffersCreated == 2, "its buffer is the same")
    }

    @Test func closingTheWindowEndsThePresentation() throws {
        let theatre = try Theatre()
        try #require(theatre.compositor.all(Toplevel.self).first).close()
        try theatre.hear()
        #expect(theatre.ends == ["closed"])
    }

    @Test func withoutSinglePixelsTheBackgroundIsSharedMemory() throws {
        let source = ScriptedSource()
        source.show(1)
        let globals = TestCompositor.everything(
            but: "wp_single_pixel_buffer_manager_v1", "zxdg_decoration_manager_v1")
        let theatre = try Theatre(TestCompositor(globals: globals), source)
        try theatre.poll { theatre.layers.count == 2 }
        #expect(theatre.layers[0] == "1×1 at 0,0 as 640×480")
    }

    @Test(arguments: [
        ("wl_compositor", "the compositor does not offer wl_compositor (version 4 is needed)"),
        ("wl_subcompositor", "wl_subcompositor (version 1 is needed)"),
        ("xdg_wm_base", "xdg_wm_base (version 1 is needed)"),
        ("wp_viewporter", "wp_viewporter (version 1 is needed)"),
        ("wl_shm", "wl_shm (version 1 is needed)"),
    ])
    func whatIsMissingIsNamed(interface: String, text: String) {
        let compositor = TestCompositor(globals: TestCompositor.everything.filter { $0.key != interface })
        let error = #expect(throws: ConnectionError.self) { _ = try Theatre(compositor) }
        #expect(error?.description.contains(text) == true)
    }

    @Test func anOldGlobalIsNamedWithBothVersions() {
        let compositor = TestCompositor(
            globals: TestCompositor.everything.merging(["wl_compositor": 3]) { $1 })
        let error = #expect(throws: ConnectionError.self) { _ = try Theatre(compositor) }
        #expect(error == .oldGlobal(interface: "wl_compositor", needed: 4, offered: 3))
    }

    @Test func aCompositorThatHangsUpEndsThePresentation() throws {
        let theatre = try Theatre()
        theatre.compositor.hangUp()
        try theatre.settle()
        #expect(theatre.ends == ["the compositor closed the connection"])
    }

    @Test func aProtocolErrorNamesTheInterface() throws {
        let theatre = try Theatre()
        theatre.window.post(error: 2, "for the test")
        try theatre.hear()
        #expect(theatre.ends.count == 1)
        #expect(theatre.ends.first?.contains("error 2 of wl_surface#") == true)
    }

    @Test func aProtocolErrorIsNamedAlsoWhileRequestsAreUnderWay() throws {
        let source = ScriptedSource()
        source.show(1)
        let theatre = try Theatre(TestCompositor(), source)
        try theatre.poll { theatre.layers.count == 2 }
        // The frame's end lets the client speak, to a compositor that has hung up after its last word.
        source.show(2)
        theatre.compositor.finishFrame()
        theatre.window.post(error: 2, "for the test")
        theatre.compositor.step()
        theatre.compositor.hangUp()
        try theatre.settle()
        #expect(theatre.ends.count == 1)
        #expect(theatre.ends.first?.contains("error 2 of wl_surface#") == true)
    }

    @Test func thereIsOneEndAndNothingAfterIt() throws {
        let source = ScriptedSource()
        source.show(1)
        let theatre = try Theatre(TestCompositor(), source)
        try theatre.poll { theatre.layers.count == 2 }
        try #require(theatre.compositor.all(Toplevel.self).first).close()
        try theatre.hear()
        _ = theatre.compositor.takeLog()
        let polls = theatre.statistics.polls
        source.show(2)
        try theatre.frame()
        try #require(theatre.compositor.all(Toplevel.self).first).configure(
            ConfigureScript(width: 9, height: 9))
        try theatre.hear()
        theatre.compositor.hangUp()
        try theatre.settle()
        #expect(theatre.ends == ["closed"])
        #expect(theatre.statistics.polls == polls)
        #expect(theatre.compositor.log.allSatisfy { !$0.hasSuffix(".commit()") })
    }
}
