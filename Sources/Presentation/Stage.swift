internal import Descriptors
internal import Planes
internal import Wayland

/// The window's planes, one above the other: takes in snapshots, and commits what they change, at once.
final class Stage {
    private let window: Window
    private let cache: BufferCache
    private let statistics: Statistics
    private let faults: FaultLog
    private let times: PresentationTimes?
    /// From the back to the front; the primary plane's is the first.
    private let surfaces: [PlaneSurface]
    private var flips = FlipWatch()

    init(
        _ window: Window, _ compositor: Compositor, _ cache: BufferCache, _ times: PresentationTimes?,
        _ statistics: Statistics, _ faults: FaultLog
    ) {
        self.window = window
        self.cache = cache
        self.times = times
        self.statistics = statistics
        self.faults = faults
        surfaces = PlaneKind.stackingOrder.map { PlaneSurface($0, on: window, compositor) }
    }

    /// What the primary plane shows; nil when it is off.
    var screen: PlaneSurface.Content? { surfaces.first?.content }

    /// Shows a snapshot.
    ///
    /// - Parameters:
    ///   - snapshot: nil for the planes of the last one whose buffers were on their way.
    ///   - canRepaint: a buffer that may have been drawn into may be committed again.
    ///   - isForced: the root must be committed, whatever the planes do.
    ///   - beforePrimary: called before the primary plane's surface is committed, with that surface. A frame callback is
    ///     to be asked of it and not of the root: compositors send none for a surface that is covered (Weston 13 and
    ///     later), and the root is.
    /// - Throws: `SourceError.lost`.
    func show(
        _ snapshot: Snapshot?, canRepaint: Bool, isForced: Bool, beforePrimary: (WlSurface) -> Void
    ) throws(SourceError) -> PollSchedule.Outcome {
        let before = screen?.plane.identity
        var isPending = false
        for surface in surfaces {
            guard let reading = snapshot?[surface.kind] ?? surface.awaited.map({ .shown($0) }) else {
                continue
            }
            try resolve(reading, surface, &isPending)
        }
        let isResized = turned(from: before)

        let letterbox = screen.map { Letterbox(picture: Size($0.plane.layout), window: window.size) }
        var changes = 0
        var isCursorChanged = false
        for surface in surfaces where update(surface, letterbox, damaged: false, beforePrimary) {
            changes += 1
            isCursorChanged = surface.kind == .cursor
        }

        // A guest that has one buffer says nothing when it draws: its picture is committed again to be looked at.
        let repaints = changes == 0 && !isPending && canRepaint && screen?.isDrawnInto == true && !flips.flips
        if repaints {
            for surface in surfaces { _ = update(surface, letterbox, damaged: true, beforePrimary) }
        }

        if changes > 0 || repaints || isResized || isForced {
            window.surface.commit()
            statistics.commits += 1
            if isCursorChanged && changes == 1 && !isResized && !isForced { statistics.cursorCommits += 1 }
        }
        if changes > 0 { return .changed }
        if isPending { return .pending }
        return screen == nil ? .off : .unchanged(repainted: repaints)
    }

    /// Decides what is to be on a surface. Where there is nothing new to show, the last picture stays.
    private func resolve(
        _ reading: Snapshot.Reading, _ surface: PlaneSurface, _ isPending: inout Bool
    ) throws(SourceError) {
        switch reading {
        case .off:
            surface.awaited = nil
            surface.content = nil
        case .kept(.rejected(let rejection)):
            statistics.rejectedReplies += 1
            faults.rejected(rejection, surface.kind)
        case .kept(.refused(let reason)):
            statistics.rejectedReplies += 1
            faults.refused(reason, surface.kind)
        case .shown(let plane):
            surface.awaited = nil
            switch try cache.buffer(for: plane, isShown: isShown) {
            case .ready(let buffer):
                surface.content = PlaneSurface.Content(
                    plane: plane, buffer: buffer.buffer, path: buffer.path)
            case .copied(let copy): copied(copy, plane, surface)
            case .pending:
                isPending = true
                surface.awaited = plane
            case .unavailable: break
            }
        }
    }

    private func copied(_ copy: CopiedPlane, _ plane: Plane, _ surface: PlaneSurface) {
        do throws(SystemError) {
            try copy.refresh()
        } catch {
            faults.refused("there is no memory to copy it to: \(error)", surface.kind)
        }
        guard let frame = copy.frame else { return }
        surface.content = PlaneSurface.Content(
            plane: plane, buffer: frame.buffer, path: .shm, frame: frame.number, damage: frame.damage)
    }

    private func isShown(_ identity: BufferIdentity) -> Bool {
        surfaces.contains { $0.content?.plane.identity == identity }
    }

    /// Follows the primary plane to another buffer.
    ///
    /// - Returns: whether that changed the window's size.
    private func turned(from before: BufferIdentity?) -> Bool {
        guard let screen else { return false }
        let identity = screen.plane.identity
        flips.saw(identity)
        statistics.path = screen.path
        guard identity != before else { return false }
        if before != nil { statistics.flips += 1 }
        return identity.layout == before?.layout ? false : window.prefer(Size(identity.layout))
    }

    private func update(
        _ surface: PlaneSurface, _ letterbox: Letterbox?, damaged: Bool, _ beforePrimary: (WlSurface) -> Void
    ) -> Bool {
        surface.update(in: letterbox, damaged: damaged) { content in
            cache.committed(content.plane.identity)
            guard surface.kind == .primary else { return }
            times?.watch(surface.surface)
            beforePrimary(surface.surface)
        }
    }
}
