internal import Planes
internal import Wayland

/// The guest's cursor as the image of the compositor's pointer: a surface that `wl_pointer.set_cursor` names. It is as large as
/// on the guest's screen, and goes where the user's hand goes, without a commit of this program's.
final class PointerImage {
    private let surface: WlSurface
    private let viewport: WpViewport
    private let picture: PictureSurface
    /// Where it points, in surface-local units; nil while it shows nothing.
    private var hotspot: Plane.Position?

    init(_ compositor: Compositor) {
        surface = compositor.surfaces.createSurface()
        viewport = compositor.viewports.getViewport(surface: surface)
        picture = PictureSurface(surface, viewport, compositor, isOpaque: false)
    }

    deinit {
        viewport.destroy()
        surface.destroy()
    }

    /// What pointers are to be dressed in; nil while it shows nothing.
    var look: PointerLook? { hotspot.map { .image(surface, hotspot: $0) } }

    /// Shows a cursor whose hotspot is known, at once.
    ///
    /// - Parameters:
    ///   - letterbox: where the guest's screen is.
    ///   - damaged: the buffer was drawn into, as far as anybody can tell.
    ///   - prepare: called before the surface's commit, if there is one, with whether the buffer was attached.
    func show(
        _ content: PlaneSurface.Content, in letterbox: Letterbox, damaged: Bool,
        prepare: (PlaneSurface.Content, _ isAttached: Bool) -> Void
    ) {
        guard let placement = letterbox.point(with: content.plane) else { return clear() }
        hotspot = placement.hotspot
        _ = picture.show(
            content, placement.size, crop: placement.crop, damaged: damaged, prepare: prepare)
    }

    func clear() {
        hotspot = nil
        _ = picture.clear()
    }
}
