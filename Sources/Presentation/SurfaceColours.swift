internal import Planes
internal import Wayland

/// What the compositor was told of a surface's colours.
final class SurfaceColours {
    private let surface: WlSurface
    private let representation: ColourRepresentation
    private var object: WpColorRepresentationSurfaceV1?
    private var told: ColourEncoding?

    init(_ surface: WlSurface, _ representation: ColourRepresentation) {
        self.surface = surface
        self.representation = representation
    }

    deinit { object?.destroy() }

    /// Tells how the next commit's buffer is to be read, where that is new.
    ///
    /// Nothing is told of RGB: a matrix with it is an error that ends the connection (pixel_format), and so is a pair that
    /// the compositor does not understand (coefficients).
    ///
    /// - Parameters:
    ///   - encoding: what the source says; nil where it does not.
    ///   - format: the buffer's.
    func tell(_ encoding: ColourEncoding?, of format: Fourcc) {
        let new = encoding.flatMap {
            format.isYUV && $0.matrix != .identity && representation.understands($0) ? $0 : nil
        }
        guard new != told else { return }
        told = new
        guard let new else {
            object?.destroy()
            object = nil
            return
        }
        let object = object ?? representation.object(for: surface)
        self.object = object
        object.setCoefficientsAndRange(coefficients: new.coefficients, range: new.protocolRange)
    }
}
