import Descriptors
import Glibc
import Planes
import TestCompositor
import Testing
import Wayland

@testable import Presentation

/// Proves that the window has a title bar where the compositor draws none: libdecor's own, which is loaded where it is
/// needed and nowhere else.
@Suite(.enabled(if: hasLibdecor, "install libdecor-0-0 and libdecor-0-plugin-1-cairo"))
struct DecorationTests {
    private static let fullscreen: UInt32 = 2

    private func theatre(
        _ change: (inout WindowOptions) -> Void = { _ in }, library: String? = Decorations.library,
        first: ConfigureScript = ConfigureScript(),
        decorated: Bool = false, formats: [UInt32] = [0, 1]
    ) throws -> Theatre {
        var globals = TestCompositor.everything.merging(["wl_seat": 7, "xdg_activation_v1": 1]) { $1 }
        if !decorated { globals["zxdg_decoration_manager_v1"] = nil }
        let compositor = TestCompositor(globals: globals)
        compositor.firstConfigure = first
        compositor.sharedMemoryFormats = formats
        var options = Presenter.Options()
        options.window.activationToken = "token"
        change(&options.window)
        let source = ScriptedSource()
        source.show(1)
        let theatre = try Theatre(compositor, source, options: options, decorationLibrary: library)
        try theatre.poll { theatre.window.current.buffer != nil }
        try theatre.poll { theatre.planes.contains { $0.current.buffer?.width == 640 } }
        return theatre
    }

    /// What lies around the window's own surface: libdecor's.
    private func height(_ theatre: Theatre) -> Int32 {
        let geometry = theatre.compositor.all(Toplevel.self).last?.xdgSurface?.geometry
        return (geometry?.height ?? 0) - theatre.window.current.size.height
    }

    @Test func aWindowHasATitleBarAndThePictureItsSize() throws {
        let theatre = try theatre()
        #expect(theatre.window.current.size == (640, 480))
        #expect(height(theatre) > 10, "the title bar")
        #expect(theatre.compositor.all(Toplevel.self).count == 1)
        #expect(theatre.toplevel.title == "test – 640×480")
        #expect(theatre.toplevel.appID == "planeview")
        #expect(theatre.compositor.log.count { $0.contains(".activate(") } == 1)
        // A window that is made larger: what is left of it is the picture's.
        theatre.toplevel.configure(ConfigureScript(width: 1000, height: 700, states: [4]))
        try theatre.hear()
        #expect(theatre.window.current.size.width == 1000)
        #expect(theatre.window.current.size.height + height(theatre) == 700)
        // Less than a title bar.
        theatre.toplevel.configure(ConfigureScript(width: 1000, height: 5, states: [1, 4]))
        try theatre.hear()
        #expect(theatre.window.current.size == (1000, 1))
        theatre.toplevel.close()
        try theatre.hear()
        #expect(theatre.ends == ["closed"])
        try theatre.close()
        #expect(theatre.compositor.all(Surface.self).count <= 1, "a pointer's image at most")
    }

    @Test func whatFillsAnOutputLoadsNothingUntilItIsAWindow() async {
        await #expect(processExitsWith: .success) {
            let theatre = try DecorationTests().theatre(
                { $0.isFullscreen = true },
                first: ConfigureScript(width: 1920, height: 1080, states: [DecorationTests.fullscreen]))
            #expect(try !maps().contains { $0.contains("libdecor") })
            theatre.compositor.firstConfigure = ConfigureScript()
            theatre.toplevel.configure(ConfigureScript())
            try theatre.hear()
            #expect(try maps().contains { $0.contains("libdecor") })
            try theatre.poll { theatre.window.current.buffer != nil }
            #expect(theatre.window.current.size == (640, 480))
            #expect(DecorationTests().height(theatre) > 10)
            theatre.source.show(2)
            try theatre.poll { theatre.statistics.flips == 1 }
            #expect(theatre.layers.contains { $0.hasPrefix("640×480 at 0,0") })
            // And back: no decorations while it fills the output.
            theatre.presenter?.input.onAction?(.toggleFullscreen)
            try theatre.hear()
            #expect(theatre.toplevel.wantsFullscreen)
            theatre.toplevel.configure(
                ConfigureScript(width: 1920, height: 1080, states: [DecorationTests.fullscreen]))
            try theatre.hear()
            #expect(theatre.window.current.size == (1920, 1080))
            #expect(DecorationTests().height(theatre) == 0)
            #expect(theatre.ends == [])
            try theatre.close()
        }
    }

    @Test func aKiosksWindowAndOneWithTheCompositorsDecorationsLoadNothing() async {
        await #expect(processExitsWith: .success) {
            let kiosk = try DecorationTests().theatre({ $0.isKiosk = true })
            let decorated = try DecorationTests().theatre(decorated: true)
            #expect(try !maps().contains { $0.contains("libdecor") })
            #expect(kiosk.ends == [] && decorated.ends == [])
        }
    }

    @Test func whatIsMissingIsToldAndTheWindowHasNoTitleBar() throws {
        let theatre = try theatre(library: "libplaneview-absent.so.7")
        #expect(height(theatre) == 0)
        let told = theatre.reports.filter { $0.contains("install libdecor-0-0") }
        #expect(told.count == 1)
        #expect(told.first?.hasPrefix("the window has no title bar: ") == true)
    }

    @Test func whatLibdecorCannotDoLeavesAWindowWithoutATitleBar() async {
        // What it has then is not freed.
        await #expect(processExitsWith: .success) {
            // Its pictures need ARGB8888, which every real compositor has.
            let theatre = try DecorationTests().theatre(formats: [1])
            #expect(DecorationTests().height(theatre) == 0)
            #expect(theatre.window.current.size == (640, 480))
            theatre.source.show(2)
            try theatre.poll { theatre.statistics.flips == 1 }
            try theatre.close()
        }
    }

    @Test func eachOfTwoWindowsHasATitleBarOrIsAWindowWithoutOne() async {
        await #expect(processExitsWith: .success) {
            for formats in [[0, 1], [1]] as [[UInt32]] {
                let theatre = try DecorationTests().theatre(formats: formats)
                _ = try theatre.open(ScriptedSource())
                let toplevels = theatre.compositor.all(Toplevel.self)
                #expect(toplevels.count == 2)
                for toplevel in toplevels {
                    let window = toplevel.xdgSurface?.surface?.current.size.height ?? 0
                    let bar = (toplevel.xdgSurface?.geometry?.height ?? 0) - window
                    #expect(window > 0 && (formats.count == 2) == (bar > 10))
                }
                #expect(theatre.ends == [])
            }
        }
    }

    @Test func withoutAnyPluginThereIsAWindow() async {
        await #expect(processExitsWith: .success) {
            unsafe setenv("LIBDECOR_PLUGIN_DIR", "/nonexistent", 1)
            let theatre = try DecorationTests().theatre()
            #expect(DecorationTests().height(theatre) == 0)
            #expect(theatre.window.current.size == (640, 480))
            try theatre.close()
        }
    }

    @Test func libdecorsSurfacesAndOutputsAreNobodysHere() throws {
        let theatre = try theatre()
        for output in theatre.compositor.all(OutputGlobal.self) {
            theatre.window.send("enter", .object(output))
        }
        for surface in theatre.compositor.all(Surface.self) {
            for pointer in theatre.compositor.all(PointerDevice.self) {
                pointer.enter(surface, x: 1, y: 1)
                pointer.move(x: 2, y: 2)
                pointer.leave(surface)
            }
            try theatre.hear()
        }
        #expect(theatre.ends == [])
        try theatre.close()
    }
}

private let hasLibdecor = (try? DynamicLibrary(Decorations.library)) != nil
