import Descriptors
import Planes
import Presentation
import TestCompositor
import Testing

/// Proves that the window does to a desktop what is expected of one.
@Suite struct DesktopTests {
    private func theatre(
        _ configure: ConfigureScript, token: String? = nil, isVideo: Bool = false
    ) throws -> Theatre {
        let compositor = TestCompositor(
            globals: TestCompositor.everything.merging(
                [
                    "zwp_idle_inhibit_manager_v1": 1, "xdg_activation_v1": 1,
                    "wp_content_type_manager_v1": 1, "xdg_toplevel_icon_manager_v1": 1,
                ]) { $1 })
        compositor.firstConfigure = configure
        let source = ScriptedSource()
        source.isVideo = isVideo
        source.show(0)
        var options = Presenter.Options()
        options.window.activationToken = token
        let theatre = try Theatre(compositor, source, options: options)
        try theatre.poll { theatre.layers.count == 2 }
        source.show(1)
        try theatre.poll { theatre.statistics.flips == 1 }
        return theatre
    }

    private func inhibitors(_ theatre: Theatre) -> Int { theatre.compositor.all(IdleInhibitor.self).count }

    @Test func theScreenStaysOnWhileItIsFullOfSomethingThatChanges() throws {
        let theatre = try theatre(ConfigureScript(width: 640, height: 480, states: [2]))
        #expect(inhibitors(theatre) == 1)
        try theatre.pass(.seconds(5))
        #expect(inhibitors(theatre) == 0, "nothing changes")
        theatre.source.show(0)
        try theatre.poll { theatre.statistics.flips == 2 }
        #expect(inhibitors(theatre) == 1)
        let toplevel = try #require(theatre.compositor.all(Toplevel.self).first)
        toplevel.configure(ConfigureScript(width: 640, height: 480))
        try theatre.hear()
        #expect(inhibitors(theatre) == 0, "a window among others")
        try theatre.close()
    }

    @Test func aWindowDoesNotKeepTheScreenOn() throws {
        let theatre = try theatre(ConfigureScript())
        #expect(inhibitors(theatre) == 0)
        try theatre.close()
    }

    @Test func aTokenIsUsedOnceForTheWindow() throws {
        let theatre = try theatre(ConfigureScript(), token: "abc")
        let requests = theatre.compositor.log.filter { $0.contains(".activate(") }
        #expect(requests.count == 1)
        #expect(requests.first?.contains("\"abc\", wl_surface#\(theatre.window.id)") == true)
        try theatre.close()
    }

    @Test func aVideoIsToldOfAndAScreenIsNot() throws {
        let theatre = try theatre(ConfigureScript(), isVideo: true)
        let hints = theatre.compositor.all(ContentType.self)
        #expect(hints.map(\.type) == [2, 2])
        #expect(hints.map(\.surface?.id) == [theatre.window.id, theatre.planes[0].id])
        // Another device has taken its place.
        theatre.source.isVideo = false
        try theatre.poll()
        #expect(theatre.compositor.all(ContentType.self).isEmpty)
        theatre.source.isVideo = true
        try theatre.poll()
        #expect(theatre.compositor.all(ContentType.self).map(\.type) == [2, 2])
        try theatre.close()
        #expect(theatre.compositor.all(ContentType.self).isEmpty)
        #expect(try self.theatre(ConfigureScript()).compositor.all(ContentType.self).isEmpty)
    }

    @Test func theWindowHasTheProgramsIcon() throws {
        let theatre = try theatre(ConfigureScript())
        #expect(theatre.compositor.all(IconGlobal.self).first?.names == ["planeview"])
    }
}
