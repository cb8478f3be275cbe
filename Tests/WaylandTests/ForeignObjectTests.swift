import CWayland
import TestCompositor
import Testing

@testable import Wayland

/// Proves that objects of another library on the same connection are nobody's here: compositors name all of a client's surfaces
/// and outputs in events of all of its objects.
@Suite struct ForeignObjectTests {
    @Test func anObjectOfAnotherLibraryIsNoObject() throws {
        let talk = try Conversation(
            TestCompositor(globals: TestCompositor.everything.merging(["wl_seat": 7]) { $1 }))
        let compositor: WlCompositor = try talk.registry.bind(version: 5...5)
        let seat: WlSeat = try talk.registry.bind(version: 7...7)
        let pointer = seat.getPointer()
        let own = compositor.createSurface()
        // What the other library keeps beside its object is its own affair: here, what would be believed if it were looked at.
        let foreign = unsafe withRawArguments([.newObject].span) { raw in
            unsafe wl_proxy_marshal_array_flags(
                compositor.liveObject, 0, WlSurface.interface.cInterface, 5, 0, raw)
        }
        let object = unsafe try #require(foreign)
        let beside = unsafe Unmanaged.passUnretained(own).toOpaque()
        unsafe wl_proxy_set_user_data(object, beside)
        defer { unsafe wl_proxy_destroy(object) }
        try talk.settle()
        var seen: [WlSurface?] = []
        pointer.onEvent = { if case .enter(_, let surface, _, _) = $0 { seen.append(surface) } }
        let device = try #require(talk.compositor.all(PointerDevice.self).first)
        let surfaces = talk.compositor.all(Surface.self)
        try #require(surfaces.count == 2)
        for surface in surfaces { device.enter(surface, x: 0, y: 0) }
        try talk.settle()
        #expect(seen.map(\.?.id) == [own.id, nil])
    }
}
