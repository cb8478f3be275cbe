internal import Wayland

/// Tells the compositor what kind of pictures it is shown, on the window's root, by which compositors judge windows, and on the
/// surface that has the picture, which they may scan out.
///
/// Only a video is told of. A guest's screen is no game, whose hint has some compositors turn to variable refresh, and screens to
/// settings in which a desktop flickers.
final class ContentHint {
    private let manager: WpContentTypeManagerV1?
    private let surfaces: [WlSurface]
    private var hints: [WpContentTypeV1] = []

    /// - Parameter manager: nil where the compositor does not care.
    init(_ manager: WpContentTypeManagerV1?, _ surfaces: [WlSurface]) {
        self.manager = manager
        self.surfaces = surfaces
    }

    deinit {
        for hint in hints { hint.destroy() }
    }

    /// From the surfaces' next commits on.
    var isVideo = false {
        didSet {
            guard isVideo != oldValue, let manager else { return }
            for hint in hints { hint.destroy() }
            hints = isVideo ? surfaces.map { manager.getSurfaceContentType(surface: $0) } : []
            for hint in hints { hint.setContentType(contentType: .video) }
        }
    }
}
