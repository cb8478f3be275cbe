internal import Planes
internal import Wayland

/// The surface of one plane: a synchronised sub-surface of the window's root, so that whatever changes becomes visible
/// with the root's next commit, together.
final class PlaneSurface {
    let kind: PlaneKind
    let surface: WlSurface
    private let layer: LayerSurface
    private let compositor: Compositor

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
    private let feedback: Feedback?
    private let colours: SurfaceColours?
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
    /// What is on the surface, and where, as far as it was committed.
    private var shown: (buffer: WlBuffer, frame: FrameNumber?, sequence: UInt64?, placement: Placement)?

    /// Rectangles of damage that one commit carries at most: few rows that changed here and there are joined to fewer.
    private static let damageLimit = 8

    init(_ kind: PlaneKind, on window: Window, _ compositor: Compositor, _ copies: PlaneCopies) {
        self.kind = kind
        self.compositor = compositor
        self.copies = copies
        surface = compositor.surfaces.createSurface()
        feedback = compositor.importer?.feedback(for: surface)
        colours = compositor.colours.map { [surface] in SurfaceColours(surface, $0) }
        layer = LayerSurface(surface, on: window, compositor)
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
        guard let content, let placement = letterbox?.place(content.plane) else { return detach() }
        let number = content.copy?.number
        let old = shown
        // A copy has its own count: the same picture may go into another buffer.
        let sequence = content.copy == nil ? content.plane.sequence : nil
        let isAnother = old?.buffer !== content.buffer || old?.frame != number || old?.sequence != sequence
        guard isAnother || damaged || placement != old?.placement else { return false }
        shown = (content.buffer, number, sequence, placement)

        let (new, place) = (placement.rectangle, old?.placement.rectangle)
        if new.x != place?.x || new.y != place?.y { layer.subsurface.setPosition(x: new.x, y: new.y) }
        let isResized = new.size != place?.size || placement.crop != old?.placement.crop
        if isResized { resize(placement) }
        // Compositors let go of wl_shm buffers once they have uploaded them; a dma-buf is theirs until another comes.
        let isAttached = isAnother || damaged && content.path.path == .shm
        if isAttached {
            colours?.tell(content.plane.colour, of: content.format)
            surface.attach(buffer: content.buffer, x: 0, y: 0)
        }
        if isAnother || damaged { damage(content, since: old?.frame) }
        // A position is the parent's state: a plane that only moves costs no commit of its own.
        if isAnother || damaged || isResized {
            prepare(content, isAttached)
            surface.commit()
        }
        return true
    }

    /// Reads the picture that is on the surface, of the copy or of the memory that a cache holds.
    func read(from cache: BufferCache) -> PlaneReading {
        guard let content else { return .off(kind) }
        // Of a picture that was copied, the memory may have gone back to the source.
        if let copy = content.copy?.copy {
            guard let image = copy.withBytes({ PlaneImage(copy.layout, in: $0) }) else {
                return .fault(kind, .rejected(.format(copy.layout.format)))
            }
            return .image(content.plane, image)
        }
        guard let memory = cache.memory(of: content.plane.identity) else {
            return .fault(kind, .refused("its memory is not held any more"))
        }
        return PlaneReading(content.plane, in: memory)
    }

    /// - Parameter before: what was shown before; nil where it was no copy.
    private func damage(_ content: Content, since before: FrameNumber?) {
        let size = Size(content.plane.layout)
        var runs = [0..<Int(size.height)]
        if let copy = content.copy, copy.number.follows(before) {
            runs = copy.damage.runs(atMost: Self.damageLimit)
        }
        for rows in runs {
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
        layer.viewport.setDestination(width: size.width, height: size.height)
        if let crop = placement.crop {
            layer.viewport.setSource(
                x: Fixed(Double(crop.x)), y: Fixed(Double(crop.y)), width: Fixed(Double(crop.size.width)),
                height: Fixed(Double(crop.size.height)))
        } else {
            // All four -1: the whole buffer (viewporter, set_source).
            layer.viewport.setSource(x: Fixed(-1), y: Fixed(-1), width: Fixed(-1), height: Fixed(-1))
        }
        guard kind == .primary else { return }
        // Nothing shines through the screen: what lies below need not be drawn.
        let region = compositor.region(size.width, size.height)
        surface.setOpaqueRegion(region: region)
        region.destroy()
    }
}
