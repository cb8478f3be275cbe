internal import Planes
internal import Wayland

/// The surface of one plane: a synchronised sub-surface of the window's root, so that whatever changes becomes visible
/// with the root's next commit, together.
final class PlaneSurface {
    let kind: PlaneKind
    let surface: WlSurface
    private let subsurface: WlSubsurface
    private let viewport: WpViewport
    private let compositor: Compositor

    /// A plane and its picture.
    struct Content {
        let plane: Plane
        let buffer: WlBuffer
        let path: PixelPath
        /// What tells pictures in one buffer apart.
        var frame = 0
        /// The rows that are not as in the picture before; nil where nobody knows.
        var damage: RowSet?

        /// Whether the guest may have changed the picture without anybody's noticing.
        var isDrawnInto: Bool { damage == nil }
    }

    /// What is to be on the surface; nil when the plane is off. `update` makes it so.
    var content: Content?
    /// A plane whose buffer is on its way.
    var awaited: Plane?
    /// What is on the surface, and where, as far as it was committed.
    private var shown: (buffer: WlBuffer, frame: Int, placement: Placement)?

    /// Rectangles of damage that one commit carries at most: few rows that changed here and there are joined to fewer.
    private static let damageLimit = 8

    init(_ kind: PlaneKind, on window: Window, _ compositor: Compositor) {
        self.kind = kind
        self.compositor = compositor
        surface = compositor.surfaces.createSurface()
        subsurface = compositor.subsurfaces.getSubsurface(surface: surface, parent: window.surface)
        viewport = compositor.viewports.getViewport(surface: surface)
        // Empty: what the user does belongs to the window, wherever the guest's cursor is.
        let nothing = compositor.surfaces.createRegion()
        surface.setInputRegion(region: nothing)
        nothing.destroy()
    }

    deinit {
        viewport.destroy()
        subsurface.destroy()
        surface.destroy()
    }

    /// Makes the surface show its content.
    ///
    /// - Parameters:
    ///   - letterbox: where the screen is in the window; nil when there is none.
    ///   - damaged: the buffer was drawn into, as far as anybody can tell.
    ///   - prepare: called before the surface's own commit, if there is one that shows something.
    /// - Returns: whether the root must be committed.
    func update(in letterbox: Letterbox?, damaged: Bool, prepare: (Content) -> Void) -> Bool {
        guard let content, let placement = letterbox?.place(content.plane) else { return detach() }
        let isAnother = shown?.buffer !== content.buffer || shown?.frame != content.frame
        let old = shown?.placement
        guard isAnother || damaged || placement != old else { return false }
        shown = (content.buffer, content.frame, placement)

        let (new, place) = (placement.rectangle, old?.rectangle)
        if new.x != place?.x || new.y != place?.y { subsurface.setPosition(x: new.x, y: new.y) }
        let isResized = new.size != place?.size || placement.crop != old?.crop
        if isResized { resize(placement) }
        if isAnother { surface.attach(buffer: content.buffer, x: 0, y: 0) }
        if isAnother || damaged { damage(content) }
        // A position is the parent's state: a plane that only moves costs no commit of its own.
        if isAnother || damaged || isResized {
            prepare(content)
            surface.commit()
        }
        return true
    }

    private func damage(_ content: Content) {
        let size = Size(content.plane.layout)
        for rows in content.damage?.runs(atMost: Self.damageLimit) ?? [0..<Int(size.height)] {
            surface.damageBuffer(
                x: 0, y: Int32(rows.lowerBound), width: size.width, height: Int32(rows.count))
        }
    }

    private func detach() -> Bool {
        guard shown != nil else { return false }
        shown = nil
        surface.attach(buffer: nil, x: 0, y: 0)
        surface.commit()
        return true
    }

    private func resize(_ placement: Placement) {
        let size = placement.rectangle.size
        viewport.setDestination(width: size.width, height: size.height)
        if let crop = placement.crop {
            viewport.setSource(
                x: Fixed(Double(crop.x)), y: Fixed(Double(crop.y)), width: Fixed(Double(crop.size.width)),
                height: Fixed(Double(crop.size.height)))
        } else {
            // All four -1: the whole buffer (viewporter, set_source).
            viewport.setSource(x: Fixed(-1), y: Fixed(-1), width: Fixed(-1), height: Fixed(-1))
        }
        guard kind == .primary else { return }
        // Nothing shines through the screen: what lies below need not be drawn.
        let region = compositor.region(size.width, size.height)
        surface.setOpaqueRegion(region: region)
        region.destroy()
    }
}
