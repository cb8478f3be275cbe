import TestCompositor
import Testing
import Wayland

/// Proves that the compositor that other tests rely on keeps the rules of the protocols it plays.
@Suite struct TestCompositorTests {
    /// A window's surface with a pixel, and another surface for its sub-surface.
    private struct Scene {
        let talk: Conversation
        let parent, child: WlSurface
        let subsurface: WlSubsurface
        let buffer: WlBuffer
        let pixels: WpSinglePixelBufferManagerV1
        let theirParent, theirChild: Surface

        init() throws {
            talk = try Conversation()
            let compositor: WlCompositor = try talk.registry.bind(version: 4...5)
            let subcompositor: WlSubcompositor = try talk.registry.bind(version: 1...1)
            pixels = try talk.registry.bind(version: 1...1)
            parent = compositor.createSurface()
            child = compositor.createSurface()
            subsurface = subcompositor.getSubsurface(surface: child, parent: parent)
            buffer = pixels.createU32RgbaBuffer(r: 0, g: 0, b: 0, a: .max)
            try talk.settle()
            let surfaces = talk.compositor.all(Surface.self)
            (theirParent, theirChild) = (surfaces[0], surfaces[1])
        }

        func show(_ surface: WlSurface) {
            surface.attach(buffer: buffer, x: 0, y: 0)
            surface.commit()
        }

        var layers: [String] {
            talk.compositor.layers(of: theirParent).map {
                "\($0.surface === theirChild ? "child" : "parent") \($0.x) \($0.y)"
            }
        }
    }

    @Test func aSubsurfaceMovesWithItsParentsCommit() throws {
        let scene = try Scene()
        scene.show(scene.child)
        scene.show(scene.parent)
        scene.subsurface.setPosition(x: 5, y: -7)
        scene.child.commit()
        try scene.talk.settle()
        #expect(scene.layers == ["parent 0 0", "child 0 0"])
        scene.parent.commit()
        try scene.talk.settle()
        #expect(scene.layers == ["parent 0 0", "child 5 -7"])
    }

    @Test func aSynchronisedSubsurfaceWaitsForItsParent() throws {
        let scene = try Scene()
        scene.show(scene.parent)
        scene.child.damage(x: 0, y: 0, width: 1, height: 1)
        scene.show(scene.child)
        scene.child.damage(x: 2, y: 2, width: 1, height: 1)
        scene.child.commit()
        try scene.talk.settle()
        #expect(scene.layers == ["parent 0 0"])
        #expect(scene.theirChild.cached?.damage.count == 2)
        scene.parent.commit()
        try scene.talk.settle()
        #expect(scene.layers == ["parent 0 0", "child 0 0"])
        #expect(scene.theirChild.current.damage.count == 2)
        #expect(scene.theirChild.applications == 1)
    }

    @Test func aDesynchronisedSubsurfaceDoesNot() throws {
        let scene = try Scene()
        scene.show(scene.parent)
        scene.subsurface.setDesync()
        scene.show(scene.child)
        try scene.talk.settle()
        #expect(scene.layers == ["parent 0 0", "child 0 0"])
    }

    @Test func stackingWaitsForTheParentToo() throws {
        let scene = try Scene()
        scene.show(scene.child)
        scene.show(scene.parent)
        scene.subsurface.placeBelow(sibling: scene.parent)
        try scene.talk.settle()
        #expect(scene.layers == ["parent 0 0", "child 0 0"])
        scene.parent.commit()
        try scene.talk.settle()
        #expect(scene.layers == ["child 0 0", "parent 0 0"])
    }

    @Test func aDestroyedSubsurfaceLeavesAtOnce() throws {
        let scene = try Scene()
        scene.show(scene.child)
        scene.show(scene.parent)
        try scene.talk.settle()
        scene.subsurface.destroy()
        try scene.talk.settle()
        #expect(scene.layers == ["parent 0 0"])
    }

    @Test func aFrameEndsWhenTheTestSaysSo() throws {
        let scene = try Scene()
        let presentation: WpPresentation = try scene.talk.registry.bind(version: 1...1)
        var events: [String] = []
        let callback = scene.parent.frame()
        callback.onEvent = { _ in events.append("done") }
        let feedback = presentation.feedback(surface: scene.parent)
        feedback.onEvent = { event in
            if case .presented(_, _, _, let refresh, _, _, let flags) = event {
                events.append("presented \(refresh) \(flags == [.vsync, .hwClock, .hwCompletion, .zeroCopy])")
            }
        }
        scene.show(scene.parent)
        try scene.talk.settle()
        #expect(events == [])
        scene.talk.compositor.finishFrame()
        try scene.talk.settle()
        #expect(events == ["done", "presented 16666667 true"])
        #expect(!callback.isAlive && !feedback.isAlive)
    }

    @Test func aFrameThatWasReplacedIsDiscarded() throws {
        let scene = try Scene()
        let presentation: WpPresentation = try scene.talk.registry.bind(version: 1...1)
        var discarded = 0
        let feedback = presentation.feedback(surface: scene.parent)
        feedback.onEvent = { event in if case .discarded = event { discarded += 1 } }
        scene.show(scene.parent)
        scene.show(scene.parent)
        try scene.talk.settle()
        #expect(discarded == 1)
    }

    @Test func aReplacedBufferIsReleasedOnceAndOnlyThen() throws {
        let scene = try Scene()
        var releases = 0
        scene.buffer.onEvent = { _ in releases += 1 }
        scene.show(scene.parent)
        scene.show(scene.parent)
        try scene.talk.settle()
        scene.talk.compositor.finishFrame()
        try scene.talk.settle()
        #expect(releases == 0)

        scene.talk.compositor.holdsReleases = true
        let other = scene.pixels.createU32RgbaBuffer(r: 0, g: 0, b: 0, a: 0)
        scene.parent.attach(buffer: other, x: 0, y: 0)
        scene.parent.commit()
        try scene.talk.settle()
        scene.talk.compositor.finishFrame()
        try scene.talk.settle()
        #expect(releases == 0)
        scene.talk.compositor.releaseHeldBuffers()
        scene.talk.compositor.finishFrame()
        try scene.talk.settle()
        #expect(releases == 1)
    }

    @Test func destroyingABufferInUseIsCounted() throws {
        let scene = try Scene()
        scene.show(scene.parent)
        try scene.talk.settle()
        scene.buffer.destroy()
        try scene.talk.settle()
        #expect(scene.talk.compositor.buffersDestroyedInUse == 1)
    }

    @Test func aBufferBeforeTheFirstConfigureIsAnError() throws {
        let scene = try Scene()
        let shell: XdgWmBase = try scene.talk.registry.bind(version: 1...5)
        let compositor: WlCompositor = try scene.talk.registry.bind(version: 4...5)
        let surface = compositor.createSurface()
        let window = shell.getXdgSurface(surface: surface)
        let toplevel = window.getToplevel()
        scene.show(surface)
        let code = XdgSurface.Error.unconfiguredBuffer.rawValue
        #expect(throws: ConnectionError.protocolError(interface: "xdg_surface", id: window.id, code: code)) {
            try scene.talk.settle()
        }
        #expect(toplevel.isAlive)
    }

    @Test func aWindowIsConfiguredThenShown() throws {
        let scene = try Scene()
        let shell: XdgWmBase = try scene.talk.registry.bind(version: 1...5)
        let compositor: WlCompositor = try scene.talk.registry.bind(version: 4...5)
        let surface = compositor.createSurface()
        let window = shell.getXdgSurface(surface: surface)
        let toplevel = window.getToplevel()
        var isClosing = false
        toplevel.onEvent = { event in if case .close = event { isClosing = true } }
        window.onEvent = { [unowned window] event in
            guard case .configure(let serial) = event else { return }
            window.ackConfigure(serial: serial)
            scene.show(surface)
        }
        shell.onEvent = { [unowned shell] event in
            if case .ping(let serial) = event { shell.pong(serial: serial) }
        }
        surface.commit()
        try scene.talk.settle()
        let theirs = try #require(scene.talk.compositor.all(Surface.self).last)
        #expect(theirs.current.buffer != nil)
        let serial = scene.talk.compositor.all(WindowManagerGlobal.self).first?.ping()
        scene.talk.compositor.all(Toplevel.self).first?.close()
        try scene.talk.settle()
        #expect(isClosing)
        #expect(scene.talk.compositor.all(WindowManagerGlobal.self).first?.pongs == serial.map { [$0] })
    }

    @Test(arguments: [3, 4, 5]) func formatsAreToldInTheWayOfTheVersion(version: UInt32) throws {
        let talk = try Conversation(TestCompositor(globals: ["zwp_linux_dmabuf_v1": version]))
        talk.compositor.feedback.tranches = [.init(device: 7, flags: 1, indices: [2, 99])]
        let dmabuf: ZwpLinuxDmabufV1 = try talk.registry.bind(version: 3...5)
        var told: [String] = []
        dmabuf.onEvent = { event in
            if case .modifier(let format, let high, let low) = event {
                told.append("\(format) \(high) \(low)")
            }
        }
        let feedback = version >= 4 ? dmabuf.getDefaultFeedback() : nil
        feedback?.onEvent = { event in
            switch consume event {
            case .formatTable(_, let size): told.append("table \(size)")
            case .mainDevice(let device): told.append("device \(device.elements(as: UInt64.self))")
            case .trancheTargetDevice(let device): told.append("target \(device.elements(as: UInt64.self))")
            case .trancheFormats(let indices): told.append("indices \(indices.elements(as: UInt16.self))")
            case .trancheFlags(let flags): told.append("scanout \(flags == .scanout)")
            case .trancheDone: told.append("tranche")
            case .done: told.append("done")
            }
        }
        try talk.settle()
        let old = ["875713112 0 0", "875713089 0 0", "875713112 16777215 4294967295"]
        let new = [
            "table 48", "device [57984]", "target [7]", "indices [2, 99]", "scanout true", "tranche", "done",
        ]
        #expect(told == (version == 3 ? old : new))
    }

    @Test func aViewportOutsideTheBufferIsAnError() throws {
        let scene = try Scene()
        let viewporter: WpViewporter = try scene.talk.registry.bind(version: 1...1)
        let viewport = viewporter.getViewport(surface: scene.parent)
        viewport.setSource(x: Fixed(0), y: Fixed(0), width: Fixed(2), height: Fixed(1))
        scene.show(scene.parent)
        let code = WpViewport.Error.outOfBuffer.rawValue
        #expect(throws: ConnectionError.protocolError(interface: "wp_viewport", id: viewport.id, code: code))
        {
            try scene.talk.settle()
        }
    }
}
