internal import Planes
internal import Wayland

/// `wp_color_representation_manager_v1`: which meanings of luma and colour differences the compositor understands.
final class ColourRepresentation {
    private let manager: WpColorRepresentationManagerV1
    private var understood: Set<ColourEncoding> = []

    init(_ manager: WpColorRepresentationManagerV1) {
        self.manager = manager
        manager.onEvent = { [unowned self] event in
            guard case .supportedCoefficientsAndRanges(let coefficients, let range) = event,
                let encoding = ColourEncoding(coefficients, range)
            else { return }
            understood.insert(encoding)
        }
    }

    func understands(_ encoding: ColourEncoding) -> Bool { understood.contains(encoding) }

    /// The object by which a surface's encoding is told.
    func object(for surface: WlSurface) -> WpColorRepresentationSurfaceV1 {
        manager.getSurface(surface: surface)
    }
}

extension ColourEncoding {
    /// nil for what no source of ours speaks of.
    fileprivate init?(
        _ coefficients: WpColorRepresentationSurfaceV1.Coefficients,
        _ range: WpColorRepresentationSurfaceV1.Range
    ) {
        guard let matrix = Self.matrices.first(where: { $0.1 == coefficients })?.0 else { return nil }
        switch range {
        case .full: self.init(matrix, .full)
        case .limited: self.init(matrix, .limited)
        default: return nil
        }
    }

    private static let matrices: [(Matrix, WpColorRepresentationSurfaceV1.Coefficients)] = [
        (.identity, .identity), (.bt601, .bt601), (.bt709, .bt709), (.smpte240, .smpte240),
        (.bt2020, .bt2020), (.bt2020Constant, .bt2020Cl),
    ]

    /// The matrix in the protocol's numbers.
    var coefficients: WpColorRepresentationSurfaceV1.Coefficients {
        Self.matrices.first { $0.0 == matrix }?.1 ?? .identity
    }

    /// The range in the protocol's numbers.
    var protocolRange: WpColorRepresentationSurfaceV1.Range { range == .full ? .full : .limited }
}
