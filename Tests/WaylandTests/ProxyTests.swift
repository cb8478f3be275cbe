import Descriptors
import TestCompositor
import Testing
import Wayland

/// Proves that requests arrive as they were written, events at the object that they are for, and that a proxy's life is
/// its object's life.
@Suite struct ProxyTests {
    @Test func fixedNumbersAndNewObjectsArrive() throws {
        let talk = try Conversation()
        let compositor: WlCompositor = try talk.registry.bind(version: 5...5)
        let viewporter: WpViewporter = try talk.registry.bind(version: 1...1)
        let surface = compositor.createSurface()
        let viewport = viewporter.getViewport(surface: surface)
        viewport.setSource(x: Fixed(0.5), y: Fixed(1.25), width: Fixed(2), height: Fixed(1.0 / 256))
        try talk.settle()
        #expect(
            talk.compositor.log.suffix(2) == [
                "wp_viewporter#\(viewporter.id).get_viewport(new wp_viewport#\(viewport.id), wl_surface#\(surface.id))",
                "wp_viewport#\(viewport.id).set_source(0.5, 1.25, 2.0, 0.00390625)",
            ])
    }

    @Test func stringsNumbersAndDescriptorsArrive() throws {
        let talk = try Conversation()
        let compositor: WlCompositor = try talk.registry.bind(version: 5...5)
        let shell: XdgWmBase = try talk.registry.bind(version: 1...5)
        let memory: WlShm = try talk.registry.bind(version: 1...1)
        let surface = compositor.createSurface()
        let window = shell.getXdgSurface(surface: surface)
        let toplevel = window.getToplevel()
        try talk.settle()
        _ = talk.compositor.takeLog()
        toplevel.setTitle(title: "größer")
        toplevel.setParent(parent: nil)
        let pool = memory.createPool(fd: memoryFile("argument", size: 4096), size: 4096)
        let buffer = pool.createBuffer(offset: 0, width: 2, height: 2, stride: 8, format: .argb8888)
        surface.attach(buffer: buffer, x: 0, y: 0)
        surface.setBufferTransform(transform: .flipped90)
        try talk.settle()
        let top = "xdg_toplevel#\(toplevel.id)"
        let face = "wl_surface#\(surface.id)"
        #expect(
            talk.compositor.log == [
                "\(top).set_title(\"größer\")",
                "\(top).set_parent(nil)",
                "wl_shm#\(memory.id).create_pool(new wl_shm_pool#\(pool.id), fd, 4096)",
                "wl_shm_pool#\(pool.id).create_buffer(new wl_buffer#\(buffer.id), 0, 2, 2, 8, 0)",
                "\(face).attach(wl_buffer#\(buffer.id), 0, 0)",
                "\(face).set_buffer_transform(5)",
            ])
        #expect(talk.compositor.descriptorsReceived == 1)
    }

    @Test func droppingAProxyDestroysItsObject() throws {
        let talk = try Conversation()
        let compositor: WlCompositor = try talk.registry.bind(version: 4...5)
        var surface: WlSurface? = compositor.createSurface()
        let region = compositor.createRegion()
        let id = try #require(surface?.id)
        try talk.settle()
        #expect(talk.compositor.all(Surface.self).count == 1)
        surface = nil
        region.destroy()
        try talk.settle()
        #expect(!region.isAlive)
        #expect(
            talk.compositor.log.suffix(2) == ["wl_surface#\(id).destroy()", "wl_region#\(id + 1).destroy()"])
        #expect(talk.compositor.all(Surface.self).isEmpty)
    }

    @Test func anObjectInAnEventIsTheSameSwiftObject() throws {
        let talk = try Conversation()
        let compositor: WlCompositor = try talk.registry.bind(version: 4...5)
        let output: WlOutput = try talk.registry.bind(version: 4...4)
        let surface = compositor.createSurface()
        try talk.settle()
        var entered: WlOutput?
        surface.onEvent = { event in if case .enter(let output) = event { entered = output } }
        let theirs = try #require(talk.compositor.all(OutputGlobal.self).first)
        try #require(talk.compositor.all(Surface.self).first).send("enter", .object(theirs))
        try talk.settle()
        #expect(entered === output)
    }

    @Test func anEventForADroppedObjectIsDropped() throws {
        let talk = try Conversation()
        let compositor: WlCompositor = try talk.registry.bind(version: 4...5)
        var output: WlOutput? = try talk.registry.bind(version: 4...4)
        let surface = compositor.createSurface()
        try talk.settle()
        #expect(output?.isAlive == true)
        let (theirSurface, theirOutput) = (
            try #require(talk.compositor.all(Surface.self).first),
            try #require(talk.compositor.all(OutputGlobal.self).first)
        )
        var told: [Bool] = []
        surface.onEvent = { event in if case .enter(let output) = event { told.append(output != nil) } }
        // The event is under way when the client drops the output: the surface's event names nothing any more.
        theirSurface.send("enter", .object(theirOutput))
        theirOutput.tell(OutputScript())
        output = nil
        try talk.settle()
        #expect(told == [false])
    }

    @Test func aHandlerMayDropItsOwnProxy() throws {
        let talk = try Conversation()
        var callback: WlCallback? = talk.connection.sync()
        var calls = 0
        callback?.onEvent = { _ in
            calls += 1
            callback = nil
        }
        try talk.settle()
        #expect(calls == 1)
        #expect(callback == nil)
    }

    @Test func arraysArrive() throws {
        let talk = try Conversation()
        let compositor: WlCompositor = try talk.registry.bind(version: 4...5)
        let shell: XdgWmBase = try talk.registry.bind(version: 1...5)
        let surface = compositor.createSurface()
        let window = shell.getXdgSurface(surface: surface)
        let toplevel = window.getToplevel()
        var states: [[UInt32]] = []
        toplevel.onEvent = { event in
            if case .configure(_, _, let array) = event { states.append(array.elements(as: UInt32.self)) }
        }
        talk.compositor.firstConfigure = ConfigureScript(width: 640, height: 480, states: [1, 4])
        surface.commit()
        try talk.settle()
        #expect(states == [[1, 4]])
    }
}
