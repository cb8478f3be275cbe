internal import Planes

/// Decides what is to be on the planes' surfaces: the device's buffer, a copy of it, or what was there before.
final class PlaneResolver {
    /// Counts the times that the primary plane came, went, or changed its layout or its path.
    private(set) var modeCount = 0

    private let cache: BufferCache
    private let statistics: Statistics
    private let faults: FaultLog
    private let returns: PictureReturns

    init(
        _ cache: BufferCache, _ statistics: Statistics, _ faults: FaultLog, _ returns: PictureReturns
    ) {
        self.cache = cache
        self.statistics = statistics
        self.faults = faults
        self.returns = returns
    }

    /// The compositor has the buffer from now on.
    func hold(_ content: PlaneSurface.Content, _ surface: PlaneSurface) {
        if let copy = content.copy {
            copy.copy.isHeld = true
        } else {
            cache.committed(content.plane.identity)
            surface.counted?.isCommitted = true
        }
    }

    /// Decides what is to be on a surface. Where there is nothing new to show, the last picture stays.
    ///
    /// - Returns: whether a buffer of it is on its way.
    /// - Throws: `SourceError.lost`.
    func resolve(_ reading: Snapshot.Reading, on surface: PlaneSurface) throws(SourceError) -> Bool {
        var isPending = false
        try resolve(reading, surface, &isPending)
        return isPending
    }

    private func resolve(
        _ reading: Snapshot.Reading, _ surface: PlaneSurface, _ isPending: inout Bool
    ) throws(SourceError) {
        switch reading {
        case .off:
            passOver(surface)
            surface.copies.retire()
            surface.awaited = nil
            if surface.content != nil {
                statistics.paths[surface.kind] = nil
                if surface.kind == .primary { modeCount += 1 }
            }
            surface.content = nil
        case .kept(.rejected(let rejection)):
            statistics.rejectedReplies += 1
            faults.rejected(rejection, surface.kind)
        case .kept(.refused(let reason)):
            statistics.rejectedReplies += 1
            faults.refused(reason, surface.kind)
        case .kept(.absent):
            // What was on its way is of a device that is gone: its memory is let go of, but for what the screen shows.
            surface.awaited = nil
            cache.removeUseless()
        case .shown(let plane):
            guard isNew(plane, on: surface) else { return }
            surface.awaited = nil
            switch try cache.buffer(for: plane, taking: surface.formats) {
            case .ready(let buffer, let path):
                surface.copies.retire()
                show(PlaneSurface.Content(plane: plane, buffer: buffer, path: path), surface)
            case .copy(let memory, let obstacle): copy(memory, obstacle, plane, surface, &isPending)
            case .pending:
                isPending = true
                surface.awaited = plane
            case .unavailable: returns.giveBack(plane.identity)
            }
        }
    }

    /// Whether there is anything to do for a plane: a picture that is finished and was seen to is not looked at again.
    private func isNew(_ plane: Plane, on surface: PlaneSurface) -> Bool {
        guard let sequence = plane.sequence else { return true }
        if surface.counted?.identity == plane.identity, surface.counted?.sequence == sequence {
            return surface.awaited != nil
        }
        passOver(surface)
        returns.take(plane)
        surface.counted = PlaneSurface.Counted(identity: plane.identity, sequence: sequence)
        return true
    }

    /// Gives back a picture that came too late or too early to be committed.
    private func passOver(_ surface: PlaneSurface) {
        if let counted = surface.counted, !counted.isCommitted { returns.giveBack(counted.identity) }
        surface.counted = nil
    }

    private func copy(
        _ memory: HeldMemory, _ obstacle: PathObstacle, _ plane: Plane, _ surface: PlaneSurface,
        _ isPending: inout Bool
    ) {
        switch surface.copies.show(memory, plane, taking: surface.formats, notDirect: obstacle) {
        case .frame(let frame, let path):
            show(
                PlaneSurface.Content(plane: plane, buffer: frame.buffer, path: path, copy: frame), surface)
        case .offered:
            isPending = true
            surface.awaited = plane
            return
        case .held:
            surface.awaited = plane
            return
        case .impossible(let obstacles): faults.impossible(plane.layout, surface.kind, obstacles)
        case .unreadable(.revoked):
            faults.revoked(plane.layout, surface.kind)
            cache.lost(plane.identity)
        case .unreadable(let fault):
            var obstacles = Obstacles()
            obstacles[.direct] = obstacle
            obstacles[.udmabuf] = PathObstacle(fault)
            obstacles[.shm] = PathObstacle(fault)
            faults.impossible(plane.layout, surface.kind, obstacles)
        }
        // What is copied, or cannot be, is not read again.
        returns.giveBack(plane.identity)
    }

    private func show(_ content: PlaneSurface.Content, _ surface: PlaneSurface) {
        let old = surface.content?.plane.identity
        let isSameMode = surface.content?.path == content.path && old?.layout == content.plane.layout
        if old != content.plane.identity { statistics.turns += 1 }
        surface.content = content
        guard !isSameMode else { return }
        if statistics.paths[surface.kind] != content.path {
            statistics.paths[surface.kind] = content.path
            faults.path(content.path, content.plane.layout, surface.kind)
        }
        if surface.kind == .primary { modeCount += 1 }
    }
}
