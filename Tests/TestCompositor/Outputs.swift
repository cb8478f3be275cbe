import Wayland

/// `wl_output`.
package final class OutputGlobal: ServerObject {
    override func bound() { tell(compositor.output) }

    /// Sends all that there is to say, as a compositor does again when it changes.
    package func tell(_ script: OutputScript) {
        send(
            "geometry", .int(0), .int(0), .int(600), .int(340), .int(0), .string("planeview"),
            .string("test"), .int(0))
        send("mode", .uint(3), .int(script.width), .int(script.height), .int(script.refresh))
        if version >= 2 { send("scale", .int(script.scale)) }
        if version >= 4 {
            send("name", .string(script.name))
            send("description", .string("\(script.name) of the test compositor"))
        }
        if version >= 2 { send("done") }
    }
}

/// `wl_seat`. Its devices are plain objects: a test sends their events by name.
package final class SeatGlobal: ServerObject {
    override func bound() {
        send("capabilities", .uint(compositor.seatCapabilities))
        if version >= 2 { send("name", .string("seat0")) }
    }

    override func handle(_ request: Request) {
        switch request.name {
        case "get_pointer": make(WlPointer.interface, id: request.newID(0), as: ServerObject.self)
        case "get_keyboard": make(WlKeyboard.interface, id: request.newID(0), as: ServerObject.self)
        default: break
        }
    }
}

/// `wp_presentation`.
final class PresentationGlobal: ServerObject {
    // CLOCK_MONOTONIC.
    override func bound() { send("clock_id", .uint(1)) }

    override func handle(_ request: Request) {
        guard request.name == "feedback", let surface: Surface = request.object(0) else { return }
        let feedback: ServerObject = make(WpPresentationFeedback.interface, id: request.newID(1))
        surface.change { $0.feedbacks.append(feedback) }
    }
}
