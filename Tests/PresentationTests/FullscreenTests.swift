import Planes
import TestCompositor
import Testing

@testable import Presentation

/// Proves that the window fills an output when that is asked for, and is what the compositor says in any case.
@Suite struct FullscreenTests {
    private static let fullscreen: UInt32 = 2

    private func compositor(outputs: [String] = []) -> TestCompositor {
        let compositor = TestCompositor(globals: TestCompositor.everything.merging(["wl_seat": 7]) { $1 })
        compositor.furtherOutputs = outputs.map { name in
            var script = OutputScript()
            script.name = name
            return script
        }
        for _ in outputs { compositor.addGlobal("wl_output", version: 4) }
        return compositor
    }

    private func theatre(
        _ compositor: TestCompositor, _ change: (inout WindowOptions) -> Void = { _ in }
    ) throws -> Theatre {
        var options = Presenter.Options()
        change(&options.window)
        let source = ScriptedSource()
        source.show(1)
        let theatre = try Theatre(compositor, source, options: options)
        try theatre.poll { theatre.layers.count == 2 }
        return theatre
    }

    private func configure(
        _ theatre: Theatre, _ width: Int32, _ height: Int32, _ states: [UInt32] = []
    ) throws {
        theatre.toplevel.configure(ConfigureScript(width: width, height: height, states: states))
        try theatre.hear()
    }

    private func pressF11(_ theatre: Theatre) throws {
        let keyboard = try #require(theatre.compositor.all(KeyboardDevice.self).last)
        keyboard.enter(theatre.window)
        keyboard.press(.f11)
        keyboard.release(.f11)
        try theatre.hear()
    }

    @Test func aWindowAsksForNothingByItself() throws {
        let theatre = try theatre(compositor())
        #expect(theatre.toplevel.fullscreenRequests == 0)
        #expect(theatre.toplevel.minimumSize == (1, 1))
        #expect(theatre.compositor.all(Decoration.self).first?.wanted == 2, "the compositor's decorations")
    }

    @Test func whatTheCompositorSaysCountsAndNotWhatWasAsked() throws {
        let theatre = try theatre(compositor())
        try pressF11(theatre)
        #expect(theatre.toplevel.fullscreenRequests == 1)
        // Refused, or not yet answered: F11 asks again.
        try configure(theatre, 640, 480, [4])
        try pressF11(theatre)
        #expect(theatre.toplevel.fullscreenRequests == 2)
        try configure(theatre, 1920, 1080, [4, Self.fullscreen])
        #expect(theatre.layers == ["1×1 at 0,0 as 1920×1080", "640×480 at 240,0 as 1440×1080"])
        try pressF11(theatre)
        #expect(!theatre.toplevel.wantsFullscreen)
        try configure(theatre, 0, 0, [4])
        #expect(theatre.layers == ["1×1 at 0,0 as 640×480", "640×480 at 0,0 as 640×480"])
        // The compositor's own shortcut: F11 is then the way back.
        try configure(theatre, 1920, 1080, [Self.fullscreen])
        let requests = theatre.toplevel.fullscreenRequests
        try pressF11(theatre)
        #expect(theatre.toplevel.fullscreenRequests == requests)
        #expect(theatre.compositor.log.last?.contains("unset_fullscreen") == true)
    }

    @Test func aStateIsGoodOnlyWithTheWholeSequence() throws {
        let theatre = try theatre(compositor())
        // The toplevel's event without the surface's that ends the sequence.
        theatre.toplevel.send(
            "configure", .int(1920), .int(1080), .array(of: [Self.fullscreen]))
        try theatre.hear()
        #expect(theatre.layers.first == "1×1 at 0,0 as 640×480")
        try pressF11(theatre)
        #expect(theatre.toplevel.fullscreenRequests == 1)
    }

    @Test func itMayStartSo() throws {
        let compositor = compositor()
        compositor.firstConfigure = ConfigureScript(width: 800, height: 600, states: [Self.fullscreen])
        let theatre = try theatre(compositor) { $0.isFullscreen = true }
        #expect(theatre.toplevel.fullscreenRequests == 1)
        #expect(theatre.toplevel.wantedOutput == nil)
        let log = compositor.log
        let asked = try #require(log.firstIndex { $0.contains(".set_fullscreen(") })
        let committed = try #require(log.firstIndex { $0.hasPrefix("\(theatre.window).commit(") })
        #expect(asked < committed, "no window is seen before")
        #expect(theatre.layers.first == "1×1 at 0,0 as 800×600")
    }

    @Test func anOutputIsFoundByItsName() throws {
        let theatre = try theatre(compositor(outputs: ["TEST-2", "TEST-3"])) {
            $0.isFullscreen = true
            $0.output = "TEST-2"
        }
        #expect(theatre.toplevel.wantedOutput?.name == "TEST-2")
        try configure(theatre, 1920, 1080, [Self.fullscreen])
        try pressF11(theatre)
        try configure(theatre, 640, 480)
        try pressF11(theatre)
        #expect(theatre.toplevel.fullscreenRequests == 2)
        #expect(theatre.toplevel.wantedOutput?.name == "TEST-2")
    }

    @Test(arguments: [
        (UInt32(4), "there is no output 'NOPE-1': there is TEST-1, TEST-2"),
        (3, "there is no output 'NOPE-1': the compositor does not say what its outputs are called"),
    ])
    func anOutputThatIsNotThereIsToldWithThoseThatAre(version: UInt32, text: String) throws {
        let compositor = TestCompositor(
            globals: TestCompositor.everything.merging(["wl_output": version]) { $1 })
        var second = OutputScript()
        second.name = "TEST-2"
        compositor.furtherOutputs = [second]
        compositor.addGlobal("wl_output", version: version)
        var options = Presenter.Options()
        options.window.output = "NOPE-1"
        let error = #expect(throws: PresentationError.self) { _ = try Theatre(compositor, options: options) }
        #expect(error?.description == text)
    }

    @Test func anOutputThatIsUnpluggedTakesNothingAlong() throws {
        let theatre = try theatre(compositor()) {
            $0.isFullscreen = true
            $0.output = "TEST-1"
        }
        let output = try #require(theatre.compositor.all(OutputGlobal.self).first)
        theatre.window.send("enter", .object(output))
        try configure(theatre, 1920, 1080, [Self.fullscreen])
        theatre.compositor.removeGlobal("wl_output")
        try theatre.hear()
        theatre.source.show(2)
        try theatre.poll { theatre.statistics.flips == 1 }
        // Back to a window: the user's doing from here on.
        try configure(theatre, 0, 0)
        #expect(theatre.layers.first == "1×1 at 0,0 as 640×480")
        #expect(theatre.toplevel.fullscreenRequests == 1)
        try pressF11(theatre)
        #expect(theatre.toplevel.fullscreenRequests == 2)
        #expect(theatre.toplevel.wantedOutput == nil, "which one, is the compositor's choice now")
        #expect(theatre.ends == [])
    }

    @Test func aKioskStaysFullscreenAndKnowsNoHotkeys() throws {
        let theatre = try theatre(compositor()) {
            $0.isFullscreen = true
            $0.isKiosk = true
            $0.output = "TEST-1"
            $0.hotkeys = .none
        }
        #expect(theatre.compositor.all(Decoration.self).first?.wanted == 1, "no decorations")
        try configure(theatre, 1920, 1080, [Self.fullscreen])
        try pressF11(theatre)
        #expect(theatre.toplevel.wantsFullscreen)
        // Not so any more: it asks once, and takes a refusal.
        try configure(theatre, 640, 480)
        #expect(theatre.toplevel.fullscreenRequests == 2)
        try configure(theatre, 640, 480)
        #expect(theatre.toplevel.fullscreenRequests == 2)
        // Its output goes and comes.
        theatre.compositor.removeGlobal("wl_output")
        try theatre.hear()
        #expect(theatre.toplevel.fullscreenRequests == 2)
        theatre.compositor.addGlobal("wl_output", version: 4)
        try theatre.hear()
        #expect(theatre.toplevel.fullscreenRequests == 3)
        #expect(theatre.toplevel.wantedOutput?.name == "TEST-1")
    }

    /// Size and states of one configure after the other, and the size that the window then has.
    @Test(arguments: [
        [ConfigureScript(width: 1, height: 1), ConfigureScript(width: 1, height: 4000)],
        [
            ConfigureScript(width: 16384, height: 16384),
            ConfigureScript(width: 32767, height: 1),
        ],
        [
            ConfigureScript(width: 1280, height: 720, states: [1, 4]),
            ConfigureScript(width: 1920, height: 1080, states: [1, 2, 4]),
            ConfigureScript(width: 1280, height: 720, states: [1, 4]),
            ConfigureScript(),
        ],
        [ConfigureScript(width: -5, height: -5), ConfigureScript(width: 300, height: 0)],
        // Suspended, tiled, and what nobody has thought of yet.
        [
            ConfigureScript(width: 400, height: 300, states: [9]),
            ConfigureScript(width: 400, height: 301, states: [5, 6, 7, 8, 4711]),
        ],
    ])
    func everyConfigureIsFollowed(scripts: [ConfigureScript]) throws {
        let theatre = try theatre(compositor())
        for script in scripts {
            theatre.toplevel.configure(script)
            try theatre.hear()
            let size = (
                width: script.width > 0 ? script.width : 640, height: script.height > 0 ? script.height : 480
            )
            #expect(theatre.layers.first == "1×1 at 0,0 as \(size.width)×\(size.height)")
            let whole = Rectangle(x: 0, y: 0, width: size.width, height: size.height)
            #expect(theatre.toplevel.xdgSurface?.geometry == whole)
            #expect(theatre.layers.count == 2, "the picture is there at any size")
        }
        #expect(theatre.ends == [])
    }

    @Test func onlyTheLastOfManyConfiguresMatters() throws {
        let theatre = try theatre(compositor())
        let commits = theatre.statistics.commits
        for size in 1...50 {
            theatre.toplevel.configure(ConfigureScript(width: Int32(size) * 20, height: Int32(size) * 10))
        }
        try theatre.hear()
        #expect(theatre.layers.first == "1×1 at 0,0 as 1000×500")
        #expect(theatre.statistics.commits == commits + 1)
    }
}
