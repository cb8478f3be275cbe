import Planes
import Presentation
import TestCompositor
import Testing
import Wayland

/// Proves that the window and its planes follow the output's scale and the size that the compositor gives, in one commit,
/// and that what is exact is exact.
@Suite struct ScalingTests {
    private func theatre(
        _ scaling: Scaling, scale: UInt32 = 120, configure: ConfigureScript = ConfigureScript(),
        globals: [String: UInt32] = TestCompositor.everything
    ) throws -> Theatre {
        let compositor = TestCompositor(globals: globals)
        compositor.preferredScale = scale
        compositor.firstConfigure = configure
        let source = ScriptedSource()
        source.show(1)
        source.point(2, x: 320, y: 240)
        var options = Presenter.Options()
        options.scaling = scaling
        let theatre = try Theatre(compositor, source, options: options)
        try theatre.poll { theatre.layers.count == 3 }
        return theatre
    }

    @Test(arguments: Scaling.allCases)
    func aWindowLeftToItselfFollowsTheScaleInOneCommit(scaling: Scaling) throws {
        let theatre = try theatre(scaling)
        let scale = try #require(theatre.compositor.all(FractionalScale.self).first)
        for (number, layers) in [
            (
                UInt32(240),
                ["1×1 at 0,0 as 320×240", "640×480 at 0,0 as 320×240", "64×64 at 160,120 as 32×32"]
            ),
            // 426 units are 639 pixels, and 42 are 63.
            (180, ["1×1 at 0,0 as 426×320", "640×480 at 0,0 as 426×320", "64×64 at 213,160 as 42×42"]),
            (150, ["1×1 at 0,0 as 512×384", "640×480 at 0,0 as 512×384", "64×64 at 256,192 as 48×48"]),
            (120, ["1×1 at 0,0 as 640×480", "640×480 at 0,0 as 640×480", "64×64 at 320,240 as 64×64"]),
        ] {
            let (commits, applications) = (theatre.statistics.commits, theatre.window.applications)
            scale.prefer(number)
            try theatre.hear()
            #expect(theatre.layers == layers)
            #expect(theatre.statistics.commits == commits + 1)
            #expect(theatre.window.applications == applications + 1, "all at once")
            expectRegions(theatre)
            expectExact(theatre, number)
        }
        #expect(theatre.ends == [])
        try theatre.close()
    }

    /// wlroots tells nothing to a surface that is covered, as the root is by the screen.
    @Test func theScaleIsHeardWhereSomethingIsSeen() throws {
        let theatre = try theatre(.fit)
        let scales = theatre.compositor.all(FractionalScale.self)
        #expect(scales.count == 2, "the root's and the screen's")
        try #require(scales.last).prefer(240)
        try theatre.hear()
        #expect(theatre.layers.prefix(2) == ["1×1 at 0,0 as 320×240", "640×480 at 0,0 as 320×240"])
        expectExact(theatre, 240)
        try theatre.close()
    }

    @Test(
        arguments: Scaling.allCases,
        [
            ConfigureScript(), ConfigureScript(width: 1, height: 1), ConfigureScript(width: 2, height: 3),
            ConfigureScript(width: 0, height: 700), ConfigureScript(width: 1023, height: 767, states: [1]),
            ConfigureScript(width: 2560, height: 1440, states: [2]),
            ConfigureScript(width: 30_000, height: 30_000), ConfigureScript(width: .max, height: .max),
        ])
    func everySizeIsTakenAtEveryScale(scaling: Scaling, size: ConfigureScript) throws {
        let theatre = try theatre(scaling)
        let toplevel = try #require(theatre.compositor.all(Toplevel.self).first)
        let scale = try #require(theatre.compositor.all(FractionalScale.self).first)
        toplevel.configure(size)
        for number in [120, 240, 180, 161] as [UInt32] {
            scale.prefer(number)
            try theatre.hear()
            #expect(theatre.ends == [])
            let window = theatre.window.current.size
            #expect(size.width == 0 || window.width == size.width)
            #expect(size.height == 0 || window.height == size.height)
            let position = try #require(theatre.planes[0].subsurface?.position)
            let picture = theatre.planes[0].current.size
            #expect(position.x >= 0 && position.x + picture.width <= window.width)
            #expect(position.y >= 0 && position.y + picture.height <= window.height)
            expectRegions(theatre)
        }
        try theatre.close()
    }

    @Test(arguments: [
        (Scaling.fit, "640×480 at 160,0 as 1280×960"), (.integer, "640×480 at 160,0 as 1280×960"),
        (.unscaled, "640×480 at 480,240 as 640×480"),
    ])
    func aLargerWindowShowsItAsItWasAsked(scaling: Scaling, picture: String) throws {
        let theatre = try theatre(scaling, configure: ConfigureScript(width: 1600, height: 960))
        #expect(theatre.layers[1] == picture)
        try theatre.close()
    }

    @Test(arguments: [
        (Scaling.fit, "640×480 at 0,0 as 400×300"), (.integer, "640×480 at 0,0 as 400×300"),
        (.unscaled, "640×480 at 0,0 as 400×300"),
    ])
    func aSmallerWindowShowsLessOrASmallerPicture(scaling: Scaling, picture: String) throws {
        let theatre = try theatre(scaling, configure: ConfigureScript(width: 400, height: 300))
        #expect(theatre.layers[1] == picture)
        let source = theatre.planes[0].current.source
        if scaling == .unscaled {
            #expect(source.map { [$0.x, $0.y, $0.width, $0.height] } == [120, 90, 400, 300])
            #expect(theatre.layers[2] == "64×64 at 200,150 as 64×64")
        } else {
            #expect(source == nil)
            #expect(theatre.layers[2] == "64×64 at 200,150 as 40×40")
        }
        try theatre.close()
    }

    @Test func theOutputsScaleCountsWhereThereIsNoOther() throws {
        let theatre = try theatre(
            .fit, globals: TestCompositor.everything(but: "wp_fractional_scale_manager_v1"))
        let output = try #require(theatre.compositor.all(OutputGlobal.self).first)
        #expect(theatre.layers[0] == "1×1 at 0,0 as 640×480")
        var script = OutputScript()
        script.scale = 2
        output.tell(script)
        try theatre.hear()
        #expect(theatre.layers[0] == "1×1 at 0,0 as 640×480", "it is not on it")
        theatre.window.send("enter", .object(output))
        try theatre.hear()
        #expect(theatre.layers[1] == "640×480 at 0,0 as 320×240")
        script.scale = 1
        output.tell(script)
        try theatre.hear()
        #expect(theatre.layers[1] == "640×480 at 0,0 as 640×480")
        // Nonsense is no scale.
        script.scale = -7
        output.tell(script)
        theatre.window.send("leave", .object(output))
        try theatre.hear()
        #expect(theatre.layers[1] == "640×480 at 0,0 as 640×480")
        #expect(theatre.ends == [])
        try theatre.close()
    }

    @Test func theFractionalScaleCountsMoreThanTheOutputs() throws {
        let theatre = try theatre(.fit, scale: 180)
        let output = try #require(theatre.compositor.all(OutputGlobal.self).first)
        var script = OutputScript()
        script.scale = 2
        output.tell(script)
        theatre.window.send("enter", .object(output))
        try theatre.hear()
        #expect(theatre.layers[0] == "1×1 at 0,0 as 426×320")
        try theatre.close()
    }

    @Test func whatIsResampledIsNamedInDevicePixels() throws {
        let source = ScriptedSource()
        source.show(1)
        let compositor = TestCompositor()
        compositor.preferredScale = 180
        compositor.firstConfigure = ConfigureScript(width: 320, height: 240)
        var details = PresentationScript.Details()
        details.flags = 7
        compositor.presentation = .presented(details)
        var options = Presenter.Options()
        options.requiresZeroCopy = true
        let theatre = try Theatre(compositor, source, options: options)
        theatre.tellsTimes = true
        for _ in 0..<300 where theatre.ends.isEmpty {
            source.show(UInt32(theatre.statistics.polls % 3))
            try theatre.frame()
        }
        #expect(theatre.ends.first?.contains("640×480 is shown as 480×360") == true, "\(theatre.ends)")
        try theatre.close()
    }

    /// What is told of the window and of what is opaque is as large as it is.
    private func expectRegions(_ theatre: Theatre) {
        let window = theatre.window.current.size
        let whole = Rectangle(x: 0, y: 0, width: window.width, height: window.height)
        #expect(theatre.window.xdgSurface?.geometry == whole)
        #expect(theatre.window.current.opaqueRegion == [whole])
        #expect(theatre.window.current.inputRegion == nil)
        let picture = theatre.planes[0].current.size
        #expect(
            theatre.planes[0].current.opaqueRegion
                == [Rectangle(x: 0, y: 0, width: picture.width, height: picture.height)])
        for plane in [theatre.planes[0], theatre.planes[2]] {
            #expect(plane.current.inputRegion?.isEmpty == true)
        }
    }

    /// The source is as large as the destination in device pixels.
    private func expectExact(_ theatre: Theatre, _ scale: UInt32) {
        for plane in [theatre.planes[0], theatre.planes[2]] {
            let state = plane.current
            let source = (
                state.source?.width ?? Double(state.buffer?.width ?? 0),
                state.source?.height ?? Double(state.buffer?.height ?? 0)
            )
            #expect(Double(state.size.width) * Double(scale) / 120 == source.0)
            #expect(Double(state.size.height) * Double(scale) / 120 == source.1)
            #expect(state.scale == 1)
        }
    }
}
