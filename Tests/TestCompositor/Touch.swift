import Wayland

/// A `wl_touch`.
package final class TouchDevice: ServerObject {
    package func down(_ surface: Surface, _ finger: Int32, x: Double, y: Double) {
        send(
            "down", .uint(compositor.nextSerial()), .uint(compositor.time), .object(surface), .int(finger),
            .fixed(Fixed(x).rawValue), .fixed(Fixed(y).rawValue))
        send("frame")
    }

    package func move(_ finger: Int32, x: Double, y: Double) {
        send(
            "motion", .uint(compositor.time), .int(finger), .fixed(Fixed(x).rawValue),
            .fixed(Fixed(y).rawValue)
        )
        send("frame")
    }

    package func up(_ finger: Int32) {
        send("up", .uint(compositor.nextSerial()), .uint(compositor.time), .int(finger))
        send("frame")
    }

    package func cancel() { send("cancel") }
}
