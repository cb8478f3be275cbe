import Wayland

/// A `wl_region`.
package final class Region: ServerObject {
    /// What it covers, as rectangles that may overlap.
    package private(set) var rectangles: [Rectangle] = []

    override func handle(_ request: Request) {
        switch request.name {
        case "add": rectangles.append(request.rectangle(from: 0))
        case "subtract":
            let taken = request.rectangle(from: 0)
            rectangles = rectangles.flatMap { $0.subtracting(taken) }
        default: break
        }
    }
}

/// `wl_compositor`.
final class CompositorGlobal: ServerObject {
    override func handle(_ request: Request) {
        switch request.name {
        case "create_surface":
            let surface: Surface = make(WlSurface.interface, id: request.newID(0))
            surface.pendingStack = [surface]
        case "create_region": make(WlRegion.interface, id: request.newID(0), as: Region.self)
        default: break
        }
    }
}
