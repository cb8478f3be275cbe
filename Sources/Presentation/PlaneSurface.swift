internal import Planes
internal import Wayland

/// The surface of one plane: a synchronised sub-surface of the window's root, so that whatever changes becomes visible
/// with the root's next commit, together.
final class PlaneSurface {
    let kind: PlaneKind
    let surface: WlSurface
    private let layer: LayerSurface

    /// A plane and its picture.
    struct Content {
        let plane: Plane
        let buffer: WlBuffer
        let path: PlanePath
        /// The copy that the buffer has; nil where it is the plane's own memory.
        var copy: CopyChain.Frame?

        /// The buffer's format.
        var format: Fourcc { path.conversion ?? plane.layout.format }

        /// Whether the guest may have changed the picture without anybody's noticing.
        var isDrawnInto: Bool { copy == nil && plane.sequence == nil }
    }

    /// What comes of the plane where the compositor does not take it as it is.
    let copies: PlaneCopies
    private let compositor: Compositor
    private let feedback: Feedback?
    private let picture: PictureSurface
    /// What is to be on the surface; nil when the plane is off. `update` makes it so.
    var content: Content?
    /// A plane whose buffer is on its way.
    var awaited: Plane?
    /// The last picture that the source has counted.
    var counted: Counted?

    /// A picture of a source that counts them.
    struct Counted {
        let identity: BufferIdentity
        let sequence: UInt64
        /// The compositor has it, and says when it has done with it.
        var isCommitted = false
    }
    /// Where the surface is, as far as it was committed; nil while nothing is on it.
    private var corner: (x: Int32, y: Int32)?

    init(_ kind: PlaneKind, on window: Window, _ compositor: Compositor, _ copies: PlaneCopies) {
        self.kind = kind
        self.compositor = compositor
        self.copies = copies
        surface = compositor.surfaces.createSurface()
        feedback = compositor.importer?.feedback(for: surface)
        layer = LayerSurface(surface, on: window, compositor)
        picture = PictureSurface(surface, layer.viewport, compositor, isOpaque: kind == .primary)
    }

    /// The dma-bufs that the compositor takes for this surface; nil for none.
    var formats: DmabufFormats? { feedback?.formats ?? compositor.importer?.formats }

    /// Makes the surface show its content.
    ///
    /// - Parameters:
    ///   - letterbox: where the screen is in the window; nil when there is none.
    ///   - damaged: the buffer was drawn into, as far as anybody can tell.
    ///   - prepare: called before the surface's own commit, if there is one that shows something, with whether the buffer
    ///     was attached.
    /// - Returns: whether the root must be committed.
    func update(in letterbox: Letterbox?, damaged: Bool, prepare: (Content, _ isAttached: Bool) -> Void)
        -> Bool
    {
        guard let content, let placement = letterbox?.place(content.plane) else {
            corner = nil
            return picture.clear()
        }
        let new = placement.rectangle
        let isMoved = new.x != corner?.x || new.y != corner?.y
        if isMoved { layer.subsurface.setPosition(x: new.x, y: new.y) }
        corner = (new.x, new.y)
        // A position is the parent's state: a plane that only moves costs no commit of its own.
        let isCommitted = picture.show(
            content, new.size, crop: placement.crop, damaged: damaged, prepare: prepare)
        return isMoved || isCommitted
    }

    /// Reads the picture that is on the surface, of the copy or of the memory that a cache holds.
    func read(from cache: BufferCache) -> PlaneReading {
        guard let content else { return .off(kind) }
        // Of a picture that was copied, the memory may have gone back to the source.
        if let copy = content.copy?.copy {
            guard
                let image = copy.withBytes({
                    PlaneImage(copy.layout, isFlipped: content.plane.isFlipped, in: $0)
                })
            else {
                return .fault(kind, .rejected(.format(copy.layout.format)))
            }
            return .image(content.plane, image)
        }
        guard let memory = cache.memory(of: content.plane.identity) else {
            return .fault(kind, .refused("its memory is not held any more"))
        }
        return PlaneReading(content.plane, in: memory)
    }
}
