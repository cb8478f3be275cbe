internal import Planes
internal import Wayland

/// What puts a plane's picture on a surface: attaches, damages and commits what has changed, and nothing else.
final class PictureSurface {
    /// What is on the surface, as far as it was committed.
    private var shown:
        (buffer: WlBuffer, frame: FrameNumber?, sequence: UInt64?, size: Size, crop: Rectangle?)?
    /// Whether the compositor was told to turn the picture over.
    private var isFlipped = false
    private let surface: WlSurface
    private let viewport: WpViewport
    private let colours: SurfaceColours?
    private let compositor: Compositor
    /// Nothing shines through: what lies below need not be drawn.
    private let isOpaque: Bool

    /// Rectangles of damage that one commit carries at most: few rows that changed here and there are joined to fewer.
    private static let damageLimit = 8

    init(_ surface: WlSurface, _ viewport: WpViewport, _ compositor: Compositor, isOpaque: Bool) {
        self.surface = surface
        self.viewport = viewport
        self.compositor = compositor
        self.isOpaque = isOpaque
        colours = compositor.colours.map { [surface] in SurfaceColours(surface, $0) }
    }

    /// Shows a picture.
    ///
    /// - Parameters:
    ///   - size: surface-local units.
    ///   - crop: the part of the buffer that is shown, in its pixels; nil for all of it.
    ///   - damaged: the buffer was drawn into, as far as anybody can tell.
    ///   - prepare: called before the surface's commit, if there is one, with whether the buffer was attached.
    /// - Returns: whether anything was committed.
    func show(
        _ content: PlaneSurface.Content, _ size: Size, crop: Rectangle?, damaged: Bool,
        prepare: (PlaneSurface.Content, _ isAttached: Bool) -> Void
    ) -> Bool {
        let number = content.copy?.number
        let old = shown
        // A copy has its own count: the same picture may go into another buffer.
        let sequence = content.copy == nil ? content.plane.sequence : nil
        let isAnother =
            old?.buffer !== content.buffer || old?.frame != number || old?.sequence != sequence
            || content.plane.isFlipped != isFlipped
        let isResized = size != old?.size || crop != old?.crop
        guard isAnother || damaged || isResized else { return false }
        shown = (content.buffer, number, sequence, size, crop)

        if isResized { resize(size, crop) }
        // Compositors let go of wl_shm buffers once they have uploaded them; a dma-buf is theirs until another comes.
        let isAttached = isAnother || damaged && content.path.path == .shm
        if isAttached {
            colours?.tell(content.plane.colour, of: content.format)
            flip(content.plane.isFlipped)
            surface.attach(buffer: content.buffer, x: 0, y: 0)
        }
        if isAnother || damaged { damage(content, since: old?.frame) }
        prepare(content, isAttached)
        surface.commit()
        return true
    }

    /// The compositor turns the picture over, and not the copy path: so each path has the same rows.
    private func flip(_ isFlipped: Bool) {
        guard isFlipped != self.isFlipped else { return }
        self.isFlipped = isFlipped
        surface.setBufferTransform(transform: isFlipped ? .flipped180 : .normal)
    }

    /// Shows nothing.
    ///
    /// - Returns: whether anything was committed.
    func clear() -> Bool {
        guard shown != nil else { return false }
        shown = nil
        surface.attach(buffer: nil, x: 0, y: 0)
        surface.commit()
        return true
    }

    /// - Parameter before: what was shown before; nil where it was no copy.
    private func damage(_ content: PlaneSurface.Content, since before: FrameNumber?) {
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

    private func resize(_ size: Size, _ crop: Rectangle?) {
        viewport.setDestination(width: size.width, height: size.height)
        if let crop {
            viewport.setSource(
                x: Fixed(Double(crop.x)), y: Fixed(Double(crop.y)), width: Fixed(Double(crop.size.width)),
                height: Fixed(Double(crop.size.height)))
        } else {
            // All four -1: the whole buffer (viewporter, set_source).
            viewport.setSource(x: Fixed(-1), y: Fixed(-1), width: Fixed(-1), height: Fixed(-1))
        }
        guard isOpaque else { return }
        let region = compositor.region(size.width, size.height)
        surface.setOpaqueRegion(region: region)
        region.destroy()
    }
}
