import Wayland

/// A `wp_viewport`.
package final class Viewport: ServerObject {
    package internal(set) weak var surface: Surface?

    override func handle(_ request: Request) {
        guard request.name != "destroy" else { return }
        guard let surface else { return post(error: 3, "the surface is gone") }
        switch request.name {
        case "set_source":
            let source = (request.fixed(0), request.fixed(1), request.fixed(2), request.fixed(3))
            if source == (-1, -1, -1, -1) { return surface.change { $0.source = nil } }
            guard source.0 >= 0, source.1 >= 0, source.2 > 0, source.3 > 0 else {
                return post(error: 0, "source \(source)")
            }
            surface.change { $0.source = source }
        case "set_destination":
            let size = (request.int(0), request.int(1))
            if size == (-1, -1) { return surface.change { $0.destination = nil } }
            guard size.0 > 0, size.1 > 0 else { return post(error: 0, "destination \(size)") }
            surface.change { $0.destination = size }
        default: break
        }
    }

    override func destroyed() {
        surface?.change { ($0.source, $0.destination) = (nil, nil) }
    }

    /// The protocol error that a commit earns.
    func objection(to state: SurfaceState, replacing shown: SurfaceState) -> (code: UInt32, message: String)?
    {
        guard let source = state.source, let buffer = state.isAttached ? state.buffer : shown.buffer else {
            return nil
        }
        let isWhole = source.width.rounded() == source.width && source.height.rounded() == source.height
        if state.destination == nil, !isWhole { return (1, "a size of \(source.width) × \(source.height)") }
        let scale = Double(state.scale)
        let fits =
            source.x + source.width <= Double(buffer.width) / scale
            && source.y + source.height <= Double(buffer.height) / scale
        return fits || state.transform % 2 == 1
            ? nil : (2, "source \(source) in \(buffer.width) × \(buffer.height)")
    }
}

/// `wp_viewporter`.
final class ViewporterGlobal: ServerObject {
    override func handle(_ request: Request) {
        guard request.name == "get_viewport", let surface: Surface = request.object(1) else { return }
        let viewport: Viewport = make(WpViewport.interface, id: request.newID(0))
        guard surface.viewport == nil else { return post(error: 0, "\(surface) has a viewport already") }
        viewport.surface = surface
        surface.viewport = viewport
    }
}

/// `wp_fractional_scale_manager_v1`.
final class FractionalScaleGlobal: ServerObject {
    override func handle(_ request: Request) {
        guard request.name == "get_fractional_scale" else { return }
        let scale: FractionalScale = make(WpFractionalScaleV1.interface, id: request.newID(0))
        scale.prefer(compositor.preferredScale)
    }
}

/// A `wp_fractional_scale_v1`.
package final class FractionalScale: ServerObject {
    /// Tells the client another scale, in 120ths.
    package func prefer(_ scale: UInt32) { send("preferred_scale", .uint(scale)) }
}
