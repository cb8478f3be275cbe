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
        let planes = theatre.compositor.all(Surface.self).dropFirst()
        #expect(planes.allSatisfy { $0.pending.inputRegion?.isEmpty == true }, "input is the window's")
        #expect(theatre.compositor.log.contains { $0.hasSuffix(".set_window_geometry(0, 0, 640, 480)") })
        #expect(theatre.compositor.log.contains { $0.hasSuffix(".set_title(\"test – 640×480\")") })
    }

    @Test func theFirstPictureIsShownInExactlyTheseSteps() throws {
        let source = ScriptedSource()
        source.show(1)
        let theatre = try Theatre(
            TestCompositor(globals: TestCompositor.everything(but: "wp_presentation")), source)
        try theatre.poll { theatre.statistics.flips == 0 && theatre.layers.count == 2 }
        let start = try #require(theatre.compositor.log.firstIndex { $0.contains("create_params") })
        // Numbers of objects are the connection's affair.
        let steps = theatre.compositor.log[start...].map { line in
            line.replacing(#/#\d+/#, with: "").replacing(#/\(.*/#, with: "")
        }
        let expected = [
            "zwp_linux_dmabuf_v1.create_params", "zwp_linux_buffer_params_v1.add",
            "zwp_linux_buffer_params_v1.create",
            // The window is there before its picture: the root with the black background.
            "wl_surface.commit",
            // The compositor has taken the buffer. The window takes the picture's size.
            "zwp_linux_buffer_params_v1.destroy", "wp_viewport.set_destination",
            "xdg_surface.set_window_geometry", "wl_compositor.create_region", "wl_region.add",
            "wl_surface.set_opaque_region", "wl_region.destroy",
            // The primary plane's surface, and then the root, which makes it all visible.
            "wl_subsurface.set_position", "wp_viewport.set_destination", "wp_viewport.set_source",
            "wl_compositor.create_region", "wl_region.add", "wl_surface.set_opaque_region",
            "wl_region.destroy", "wl_surface.attach", "wl_surface.damage_buffer", "wl_surface.frame",
            "wl_surface.commit", "wl_surface.commit", "xdg_toplevel.set_title",
        ]
        #expect(Array(steps.prefix(expected.count)) == expected)
    }

    @Test func thePictureKeepsItsAspectAtAnySize() throws {
        let source = ScriptedSource()
        source.show(1)
        source.point(2, x: 320, y: 240)
        let theatre = try Theatre(TestCompositor(), source)
        try theatre.poll { theatre.layers.count == 3 }
        let toplevel = try #require(theatre.compositor.all(Toplevel.self).first)
        let commits = theatre.statistics.commits
        toplevel.configure(ConfigureScript(width: 1600, height: 960))
        theatre.compositor.step()
        try theatre.settle()
        #expect(
            theatre.layers == [
                "1×1 at 0,0 as 1600×960", "640×480 at 160,0 as 1280×960", "64×64 at 800,480 as 128×128",
            ])
        #expect(theatre.statistics.commits == commits + 1, "one commit answers one configure")
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
        theatre.compositor.step()
        try theatre.settle()
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
        theatre.compositor.step()
        try theatre.settle()
        #expect(theatre.ends.count == 1)
        #expect(theatre.ends.first?.contains("error 2 of wl_surface#") == true)
    }
}
