internal import Descriptors
internal import Planes
internal import Wayland

/// Buffer identity → its memory and its `wl_buffer`: the only owner of both.
///
/// Memory is fetched once per identity and a buffer made once, never per frame. What goes and what stays is the ledger's
/// decision. Here the first rung of the ladder is decided, `direct`; what stands in its way is kept with the memory, whose
/// rows are then copied (`PlaneCopies`), and is looked at again when the compositor changes its mind.
final class BufferCache {
    /// What there is for a plane.
    enum Answer {
        case ready(WlBuffer, PlanePath)
        /// The compositor does not take it as it is: its rows are to be copied.
        case copy(HeldMemory, PathObstacle)
        /// The compositor has been asked.
        case pending
        /// It cannot be shown; why has been reported.
        case unavailable
    }

    /// Called when the compositor has answered an import.
    var onAnswer: (() -> Void)?
    /// Whether an identity is on a surface, and must stay.
    var isShown: (BufferIdentity) -> Bool = { _ in false }

    /// Whether an identity's own memory is on a surface, and not a copy of it.
    var isAttached: (BufferIdentity) -> Bool = { _ in false }

    private let source: any PlaneSource
    private let compositor: Compositor
    private let statistics: Statistics
    private let faults: FaultLog
    private let returns: PictureReturns
    private let retired = RetiredBuffers()
    private var ledger = BufferLedger()
    private var entries: [BufferIdentity: CachedBuffer] = [:]
    private var refusals = Refusals()

    init(
        _ source: any PlaneSource, _ compositor: Compositor, _ statistics: Statistics, _ faults: FaultLog,
        _ returns: PictureReturns
    ) {
        self.source = source
        self.returns = returns
        self.compositor = compositor
        self.statistics = statistics
        self.faults = faults
    }

    deinit {
        // The source may be shown again, in another window.
        let identities = Array(entries.keys)
        entries.removeAll()
        for identity in identities { source.release(identity) }
    }

    /// The buffer of a plane, offered to the compositor when it is new, or when the compositor has changed its mind.
    ///
    /// - Parameter formats: what the compositor takes for the plane's surface.
    /// - Throws: `SourceError.lost`.
    func buffer(for plane: Plane, taking formats: DmabufFormats?) throws(SourceError) -> Answer {
        switch ledger.want(plane.identity, shown: isShown, evict: forget) {
        case .known:
            guard let entry = entries[plane.identity] else { return .unavailable }
            return answer(entry, formats)
        case .full:
            faults.full(ledger.limit, plane.kind)
            return .unavailable
        case .fetch:
            // New memory takes the place of old.
            removeUseless()
            guard let entry = try fetch(plane) else { return .unavailable }
            entries[plane.identity] = entry
            return answer(entry, formats)
        }
    }

    /// An identity's memory, while it is held.
    func memory(of identity: BufferIdentity) -> HeldMemory? { entries[identity]?.memory }

    /// The buffer was attached and committed.
    func committed(_ identity: BufferIdentity) {
        ledger.committed(identity)
    }

    /// The memory is not there any more: nothing is to be asked of it.
    func lost(_ identity: BufferIdentity) {
        forget(identity)
        ledger.imported(identity, .failed)
    }

    /// Lets go of memory that the source will not name again. Where a copy is shown, nobody needs what it was made of: a mapping
    /// of a device would keep the device in use.
    func removeUseless() {
        for identity in entries.keys
        where !source.mayReturn(identity) && !ledger.isHeld(identity) && !isAttached(identity) {
            ledger.remove(identity)
            forget(identity)
        }
    }

    private func fetch(_ plane: Plane) throws(SourceError) -> CachedBuffer? {
        let memory: PlaneMemory
        do {
            memory = try source.memory(of: plane)
        } catch .refused(let reason) {
            // The guest has moved on, or will be ready later: the next poll asks again.
            ledger.remove(plane.identity)
            statistics.rejectedReplies += 1
            faults.refused(reason, plane.kind)
            return nil
        }
        statistics.fetches += 1
        let entry = CachedBuffer(plane.identity, memory)
        do {
            try entry.check()
            return entry
        } catch {
            statistics.rejectedReplies += 1
            faults.rejected(error, plane.kind)
            ledger.imported(plane.identity, .failed)
            source.release(plane.identity)
            return nil
        }
    }

    private func answer(_ entry: CachedBuffer, _ formats: DmabufFormats?) -> Answer {
        let epoch = compositor.importer?.epoch ?? 0
        if entry.epoch != epoch {
            entry.epoch = epoch
            judge(entry, formats, epoch)
        }
        if let (buffer, path) = entry.taken { return .ready(buffer, path) }
        return entry.obstacle.map { .copy(entry.memory, $0) } ?? .pending
    }

    /// Offers a buffer to the compositor, unless it is there already or has no chance.
    private func judge(_ entry: CachedBuffer, _ formats: DmabufFormats?, _ epoch: Int) {
        if entry.isDirect {
            // A compositor may find only later that it can scan the buffer out, when the window fills the screen, say.
            let choice = formats?.choice(for: entry.identity.layout)
            return entry.mayBeScannedOut(choice?.isScanout ?? false)
        }
        guard entry.offer == nil else { return }
        do throws(PathObstacle) {
            try offer(entry, formats, epoch)
        } catch {
            entry.obstacle = error
            settle(entry)
        }
    }

    private func offer(
        _ entry: CachedBuffer, _ formats: DmabufFormats?, _ epoch: Int
    ) throws(PathObstacle) {
        let layout = entry.identity.layout
        guard let importer = compositor.importer, let formats else { throw .noDmabufs }
        guard let choice = formats.choice(for: layout) else {
            throw formats.contains(layout.format)
                ? .modifier(layout.format, layout.modifier) : .format(layout.format)
        }
        // One that was refused speaks for all that are like it, as long as there is another way.
        if refusals.contains(layout, epoch), entry.memory.isReadable { throw .refused }
        entry.offer = entry.memory.withFile { file in
            importer.offer(file, layout, modifier: choice.modifier) {
                [unowned self, unowned entry] in
                answered(entry, $0, PlanePath(.direct, isScanout: choice.isScanout), epoch)
            }
        }
        guard entry.offer != nil else { throw .region }
    }

    private func answered(_ entry: CachedBuffer, _ buffer: WlBuffer?, _ path: PlanePath, _ epoch: Int) {
        entry.offer = nil
        if let buffer {
            entry.obstacle = nil
            take(entry, buffer, path)
        } else {
            statistics.importFailures += 1
            if epoch == compositor.importer?.epoch {
                refusals.insert(entry.identity.layout, epoch)
                entry.obstacle = .refused
            } else {
                // It was offered by what the compositor said before.
                entry.epoch = nil
            }
        }
        settle(entry)
        onAnswer?()
    }

    /// Memory that the compositor can map needs no copy, even where it is no dma-buf.
    private func settle(_ entry: CachedBuffer) {
        ledger.imported(entry.identity, .ready)
        guard entry.taken == nil, let obstacle = entry.obstacle else { return }
        let layout = entry.identity.layout
        let buffer = entry.memory.withFile { file -> WlBuffer? in
            guard file.kind == .sharedMemory, let size = try? file.descriptor.size() else { return nil }
            return compositor.sharedMemory.buffer(layout, in: file.descriptor, size: size)
        }
        guard let buffer, let buffer else { return }
        var obstacles = Obstacles()
        obstacles[.direct] = obstacle
        take(entry, buffer, PlanePath(.shm, obstacles: obstacles))
    }

    private func take(_ entry: CachedBuffer, _ buffer: WlBuffer, _ path: PlanePath) {
        let before = entry.take(buffer, path) { [unowned self] in
            ledger.released($0)
            returns.giveBack($0)
            // A source that shows nothing before its old memory is free asks for no new.
            if !source.mayReturn($0) { removeUseless() }
        }
        statistics.buffersCreated += 1
        guard let before else {
            statistics.buffersLive += 1
            return
        }
        if ledger.isHeld(entry.identity) { retired.keep(before) } else { before.destroy() }
    }

    private func forget(_ identity: BufferIdentity) {
        // One that failed has nothing here, and the source was told at once.
        guard let entry = entries.removeValue(forKey: identity) else { return }
        if entry.taken != nil { statistics.buffersLive -= 1 }
        source.release(identity)
    }
}
