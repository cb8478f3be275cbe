import Wayland

/// `wp_color_representation_manager_v1`: understands BT.601 and BT.709, of either range.
final class ColourRepresentationGlobal: ServerObject {
    override func bound() {
        for (coefficients, range) in ColourSurface.understood {
            send("supported_coefficients_and_ranges", .uint(coefficients), .uint(range))
        }
        send("done")
    }

    override func handle(_ request: Request) {
        guard request.name == "get_surface", let surface: Surface = request.object(1) else { return }
        let colours: ColourSurface = make(
            WpColorRepresentationSurfaceV1.interface, id: request.newID(0))
        guard surface.colours == nil else { return post(error: 1, "\(surface) has a representation already") }
        surface.colours = colours
    }
}

/// A `wp_color_representation_surface_v1`.
package final class ColourSurface: ServerObject {
    static let understood: [(UInt32, UInt32)] = [(4, 1), (4, 2), (2, 1), (2, 2)]

    /// Coefficients and range, as they were set last.
    package private(set) var encoding: (coefficients: UInt32, range: UInt32)?

    override func handle(_ request: Request) {
        guard request.name == "set_coefficients_and_range" else { return }
        let pair = (request.uint(0), request.uint(1))
        guard Self.understood.contains(where: { $0 == pair }) else {
            return post(error: 2, "coefficients \(pair.0), range \(pair.1)")
        }
        encoding = pair
    }

    /// The protocol error that a commit with a buffer earns: a matrix means nothing to red, green and blue.
    func objection(to format: UInt32) -> (code: UInt32, message: String)? {
        let isYUV = ["YUYV", "YVYU", "UYVY", "VYUY", "NV12", "NV21", "YU12"].contains {
            $0.utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) } == format
        }
        return encoding == nil || isYUV ? nil : (3, "a matrix for format \(format)")
    }
}
