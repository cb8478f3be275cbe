import Input
import TestCompositor
import Testing

/// A window with a picture, in front of a guest of a real QEMU, and the user's hands over it.
struct GuestWindow {
    let theatre: Theatre
    let keyboard: KeyboardDevice
    let pointer: PointerDevice

    init(_ sink: any InputSink) throws {
        let compositor = TestCompositor(
            globals: TestCompositor.everything.merging([
                "wl_seat": 8, "zwp_pointer_constraints_v1": 1, "zwp_relative_pointer_manager_v1": 1,
            ]) { $1 })
        let source = ScriptedSource()
        source.show(1)
        let theatre = try Theatre(compositor, source, sink: sink)
        try theatre.poll { theatre.layers.count == 2 }
        self.theatre = theatre
        keyboard = try #require(compositor.all(KeyboardDevice.self).last)
        pointer = try #require(compositor.all(PointerDevice.self).last)
        keyboard.enter(theatre.window)
        try theatre.hear()
    }
}
