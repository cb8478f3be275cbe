internal import Descriptors
internal import Planes
internal import Wayland

/// The window's planes, one above the other: takes in snapshots, and commits what they change, at once.
final class Stage {
    private let window: Window
    private let compositor: Compositor
    private let cache: BufferCache
    private let statistics: Statistics
    private let resolver: PlaneResolver
    private let repaint: Repaint
    private let scaling: Scaling
    private let cursor: CursorMode
    /// nil until it is needed.
    private var pointerImage: PointerImage?
    /// From the back to the front; the primary plane's is the first.
    private let surfaces: [PlaneSurface]
    private var flips = FlipWatch()

    init(
        _ window: Window, _ compositor: Compositor, _ cache: BufferCache, _ statistics: Statistics,
        _ faults: FaultLog, _ returns: PictureReturns, _ repaint: Repaint, _ scaling: Scaling,
        _ cursor: CursorMode
    ) {
        self.window = window
        self.compositor = compositor
        self.cache = cache
        self.repaint = repaint
        self.scaling = scaling
        self.cursor = cursor
        self.statistics = statistics
        resolver = PlaneResolver(cache, statistics, faults, returns)
        surfaces = PlaneKind.stackingOrder.map {
            PlaneSurface($0, on: window, compositor, PlaneCopies(compositor, statistics))
        }
        for surface in screenSurfaces { window.follow(surface) }
        cache.isShown = { [unowned self] in isShown($0) }
        cache.isAttached = { [unowned self] in isAttached($0) }
    }

    /// Has something called when the compositor has answered for a buffer.
    func onAnswer(_ body: @escaping () -> Void) {
        cache.onAnswer = body
        for surface in surfaces { surface.copies.onAnswer = body }
    }

    /// What the compositor takes for the primary plane.
    var formats: PresentableFormats {
        PresentableFormats(
            dmabuf: surfaces.first?.formats, sharedMemory: compositor.sharedMemory.formats)
    }

    /// The primary plane's surface.
    var screenSurfaces: [WlSurface] { surfaces.prefix(1).map(\.surface) }

    /// What the primary plane shows; nil when it is off.
    var screen: PlaneSurface.Content? { surfaces.first?.content }

    /// Whether the primary plane is on.
    var hasScreen: Bool { surfaces.first?.content != nil }

    /// What is to stand for the user's pointer: the guest's cursor hides it, or is it.
    var pointerLook: PointerLook {
        pointerImage?.look ?? (surfaces.last?.content == nil ? .arrow : .hidden)
    }

    /// Counts the times that the primary plane came, went, or changed its layout or its path.
    var modeCount: Int { resolver.modeCount }

    /// Why the compositor would draw the primary plane instead of scanning it out; nil when it is off.
    var compositedReason: CompositedReason? {
        guard let screen, let letterbox else { return nil }
        return CompositedReason(
            screen.path, screen.plane.layout, shown: letterbox.shown,
            tellsScanout: compositor.importer?.tellsScanout ?? false)
    }

    /// Where the screen is in the window; nil when it is off.
    var letterbox: Letterbox? {
        screen.map {
            Letterbox(
                picture: Size($0.plane.layout), window: window.size, scale: window.scale, scaling: scaling)
        }
    }

    /// A picture of what the planes show now. The source is not asked: memory that is held is read.
    ///
    /// - Throws: `ScreenshotError`.
    func picture() throws(ScreenshotError) -> ScreenPicture {
        try ScreenPicture(surfaces.map { $0.read(from: cache) })
    }

    /// What may be done at a latch.
    struct Terms {
        /// Changes may be committed: somebody sees them.
        var mayCommit = true
        /// A buffer that may have been drawn into may be committed again.
        var mayRepaint = false
        /// The root must be committed, whatever the planes do.
        var isForced = false
        /// The user's pointer is over the window.
        var isPointed = false
        /// With the root the primary plane's surface is to be committed, changed or not.
        var isSignDue = false
    }

    /// What a latch led to.
    struct Outcome {
        let outcome: LatchSchedule.Outcome
        let isCommitted: Bool
    }

    /// Shows a snapshot.
    ///
    /// - Parameters:
    ///   - snapshot: nil for the planes of the last one whose buffers were on their way.
    ///   - beforePrimary: called before the primary plane's surface is committed, with that surface. What is to be learnt
    ///     of the commit is asked of it and not of the root: compositors send no frame callback for a surface that is
    ///     covered (Weston 13 and later), and the root is.
    /// - Throws: `SourceError.lost`.
    func show(
        _ snapshot: Snapshot?, _ terms: Terms, beforePrimary: (WlSurface, Plane) -> Void
    ) throws(SourceError) -> Outcome {
        let before = surfaces.first?.content?.plane.identity
        var isPending = false
        for surface in surfaces where surface.kind != .cursor || cursor != .none {
            guard let reading = snapshot?[surface.kind] ?? surface.awaited.map({ .shown($0) }) else {
                continue
            }
            if try resolver.resolve(reading, on: surface) { isPending = true }
        }
        let isResized = turned(from: before)
        guard terms.mayCommit || terms.isForced || isResized else {
            return Outcome(outcome: isPending ? .pending : .unchanged(repainted: false), isCommitted: false)
        }

        let letterbox = letterbox
        let pointing = terms.isPointed ? pointing : nil
        // A buffer is on one surface at a time: it leaves one before it comes onto the other.
        if pointing == nil { pointerImage?.clear() }
        var changes = 0
        var isCursorChanged = false
        var isPrimaryCommitted = false
        func prepare(_ surface: WlSurface, _ plane: Plane) {
            isPrimaryCommitted = true
            beforePrimary(surface, plane)
        }
        func place(_ surface: PlaneSurface) -> Letterbox? {
            surface.kind == .cursor && pointing != nil ? nil : letterbox
        }
        for surface in surfaces where update(surface, place(surface), damaged: false, prepare) {
            changes += 1
            isCursorChanged = surface.kind == .cursor
        }

        // A guest that has one buffer says nothing when it draws: its picture is committed again to be looked at.
        let repaints =
            changes == 0 && !isPending && terms.mayRepaint && screen?.isDrawnInto == true
            && (repaint == .always || !flips.flips)
        if repaints {
            for surface in surfaces where surface.content?.isDrawnInto == true {
                _ = update(surface, place(surface), damaged: true, prepare)
            }
        }

        let isCommitted = changes > 0 || repaints || isResized || terms.isForced
        if isCommitted {
            if terms.isSignDue && !isPrimaryCommitted, let primary = surfaces.first, let screen {
                prepare(primary.surface, screen.plane)
                primary.surface.commit()
            }
            window.surface.commit()
            statistics.commits += 1
            if isCursorChanged && changes == 1 && !isResized && !terms.isForced {
                statistics.cursorCommits += 1
            }
        }
        if let pointing, let letterbox { point(with: pointing, in: letterbox, damaged: repaints) }
        let outcome: LatchSchedule.Outcome =
            changes > 0
            ? .changed : isPending ? .pending : !hasScreen ? .off : .unchanged(repainted: repaints)
        return Outcome(outcome: outcome, isCommitted: isCommitted)
    }

    private func isShown(_ identity: BufferIdentity) -> Bool {
        surfaces.contains { $0.content?.plane.identity == identity }
    }

    private func isAttached(_ identity: BufferIdentity) -> Bool {
        surfaces.contains { $0.content?.copy == nil && $0.content?.plane.identity == identity }
    }

    /// Follows the primary plane to another buffer.
    ///
    /// - Returns: whether that changed the window's size.
    private func turned(from before: BufferIdentity?) -> Bool {
        guard let screen else { return false }
        let identity = screen.plane.identity
        flips.saw(identity)
        guard identity != before else { return false }
        if before != nil { statistics.flips += 1 }
        return identity.layout == before?.layout ? false : window.prefer(Size(identity.layout))
    }

    /// What is to be the image of a pointer that is over the window; nil where the cursor is on the screen, or off.
    private var pointing: PlaneSurface.Content? {
        guard cursor == .host, hasScreen, let content = surfaces.last?.content else { return nil }
        return content.plane.hotspot == nil ? nil : content
    }

    private func point(with content: PlaneSurface.Content, in letterbox: Letterbox, damaged: Bool) {
        let image = pointerImage ?? PointerImage(compositor)
        pointerImage = image
        image.show(content, in: letterbox, damaged: damaged && content.isDrawnInto) {
            [surfaces, resolver] content, isAttached in
            if isAttached, let surface = surfaces.last { resolver.hold(content, surface) }
        }
    }

    private func update(
        _ surface: PlaneSurface, _ letterbox: Letterbox?, damaged: Bool,
        _ beforePrimary: (WlSurface, Plane) -> Void
    ) -> Bool {
        surface.update(in: letterbox, damaged: damaged) { content, isAttached in
            if isAttached { resolver.hold(content, surface) }
            if surface.kind == .primary { beforePrimary(surface.surface, content.plane) }
        }
    }
}
