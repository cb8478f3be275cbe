import Wayland

/// `wl_output`.
package final class OutputGlobal: ServerObject {
    /// As it told last.
    package private(set) var name = ""

    /// The first that is bound is the compositor's `output`, the next ones its `furtherOutputs`.
    override func bound() {
        let scripts = [compositor.output] + compositor.furtherOutputs
        tell(scripts[min(compositor.all(OutputGlobal.self).count, scripts.count) - 1])
    }

    /// Sends all that there is to say, as a compositor does again when it changes.
    package func tell(_ script: OutputScript) {
        name = script.name
        send(
            "geometry", .int(0), .int(0), .int(script.millimetres.width), .int(script.millimetres.height),
            .int(0), .string("planeview"), .string("test"), .int(script.transform))
        send("mode", .uint(3), .int(script.width), .int(script.height), .int(script.refresh))
        if version >= 2 { send("scale", .int(script.scale)) }
        if version >= 4 {
            send("name", .string(script.name))
            send("description", .string("\(script.name) of the test compositor"))
        }
        if version >= 2 { send("done") }
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
