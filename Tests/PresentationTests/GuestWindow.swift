import Input
import TestCompositor
import Testing

/// A window with a picture, in front of a guest of a real QEMU, and the user's hands over it.
struct GuestWindow {
    let theatre: Theatre
    let keyboard: KeyboardDevice
    let pointer: PointerDevice

    init(_ sink: any InputSink) throws {
        theatre = try Theatre.showing(
            with: ["wl_seat": 8, "zwp_pointer_constraints_v1": 1, "zwp_relative_pointer_manager_v1": 1],
            sink: sink)
        keyboard = try #require(theatre.compositor.all(KeyboardDevice.self).last)
        pointer = try #require(theatre.compositor.all(PointerDevice.self).last)
        keyboard.enter(theatre.window)
        try theatre.hear()
    }

    /// A click, by which the pointer is captured: how it moves from then on.
    func capturePointer() throws -> RelativePointer {
        pointer.enter(theatre.window, x: 320, y: 100)
        pointer.press(0x110)
        pointer.release(0x110)
        try theatre.hear()
        return try #require(theatre.compositor.all(RelativePointer.self).last)
    }
}
