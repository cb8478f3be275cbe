internal import Descriptors
internal import Planes
internal import Wayland

/// Buffer identity → imported `wl_buffer`: the only owner of both the memory's descriptor and the `wl_buffer`.
///
/// A buffer is made once per identity, never per frame. What goes and what stays is the ledger's decision.
final class BufferCache {
    /// What there is for a plane.
    enum Answer {
        case ready(ImportedBuffer)
        /// Its rows are copied.
        case copied(CopiedPlane)
        /// The compositor has been asked.
        case pending
        /// It cannot be shown; why has been reported.
        case unavailable
    }

    /// Called when the compositor has answered an import.
    var onAnswer: (() -> Void)?

    private let source: any PlaneSource
    private let compositor: Compositor
    private let statistics: Statistics
    private let faults: FaultLog
    private var ledger = BufferLedger()
    private var ready: [BufferIdentity: ImportedBuffer] = [:]
    private var copied: [BufferIdentity: CopiedPlane] = [:]
    private var pending: [BufferIdentity: PendingImport] = [:]

    init(_ source: any PlaneSource, _ compositor: Compositor, _ statistics: Statistics, _ faults: FaultLog) {
        self.source = source
        self.compositor = compositor
        self.statistics = statistics
        self.faults = faults
    }

    /// The buffer of a plane, imported when it is new.
    ///
    /// - Parameter isShown: whether an identity is on a surface, and must stay.
    /// - Throws: `SourceError.lost`.
    func buffer(for plane: Plane, isShown: (BufferIdentity) -> Bool) throws(SourceError) -> Answer {
        switch ledger.want(plane.identity, shown: isShown, evict: forget) {
        case .known(.ready):
            return ready[plane.identity].map { .ready($0) } ?? copied[plane.identity].map { .copied($0) }
                ?? .unavailable
        case .known(.importing):
            return .pending
        case .known(.failed):
            return .unavailable
        case .full:
            faults.full(ledger.limit, plane.kind)
            return .unavailable
        case .fetch:
            return try fetch(plane)
        }
    }

    /// The buffer was attached and committed.
    func committed(_ identity: BufferIdentity) {
        ledger.committed(identity)
    }

    private func fetch(_ plane: Plane) throws(SourceError) -> Answer {
        let memory: PlaneMemory
        do {
            memory = try source.memory(of: plane)
        } catch .refused(let reason) {
            // The guest has moved on, or will be ready later: the next poll asks again.
            ledger.remove(plane.identity)
            statistics.rejectedReplies += 1
            faults.refused(reason, plane.kind)
            return .unavailable
        }
        switch consume memory {
        case .file(let memory): return check(plane, memory)
        case .mapping(let mapping): return copy(plane, mapping)
        }
    }

    private func check(_ plane: Plane, _ memory: consuming BufferMemory) -> Answer {
        // A file that has no size cannot be checked, and so not be shown.
        let size = (try? memory.descriptor.size()) ?? 0
        do {
            try plane.layout.check(memory: size)
        } catch {
            statistics.rejectedReplies += 1
            faults.rejected(error, plane.kind)
            fail(plane.identity)
            return .unavailable
        }
        return offer(plane, memory, size)
    }

    /// Memory that is no file is copied.
    private func copy(_ plane: Plane, _ mapping: consuming Mapping) -> Answer {
        let identity = plane.identity
        let copy = CopiedPlane(plane.layout, in: mapping, through: compositor.sharedMemory, statistics) {
            [unowned self] in ledger.released(identity)
        }
        guard let copy else {
            faults.notImported(plane.layout, plane.kind, "the compositor's wl_shm does not take this format")
            fail(identity)
            return .unavailable
        }
        copied[identity] = copy
        ledger.imported(identity, .ready)
        return .copied(copy)
    }

    private func fail(_ identity: BufferIdentity) {
        ledger.imported(identity, .failed)
        source.release(identity)
    }

    /// Tries the best path that the compositor takes.
    private func offer(_ plane: Plane, _ memory: consuming BufferMemory, _ size: UInt64) -> Answer {
        guard let dmabuf = compositor.dmabuf else {
            return share(
                plane, memory, size, "the compositor takes no dma-bufs (zwp_linux_dmabuf_v1, version 3)")
        }
        guard let modifier = dmabuf.formats.modifier(for: plane.layout) else {
            return share(plane, memory, size, "the compositor does not take this format and modifier")
        }
        pending[plane.identity] = PendingImport(plane.identity, memory, modifier: modifier, to: dmabuf.dmabuf)
        {
            [unowned self] buffer, memory in
            pending[plane.identity] = nil
            if let buffer {
                _ = add(plane.identity, buffer, .direct, memory)
            } else {
                statistics.importFailures += 1
                _ = share(plane, memory, size, "the compositor refused the buffer")
            }
            onAnswer?()
        }
        return .pending
    }

    /// The second choice: memory that is no dma-buf goes through wl_shm.
    private func share(
        _ plane: Plane, _ memory: consuming BufferMemory, _ size: UInt64, _ reason: String
    ) -> Answer {
        if memory.kind == .sharedMemory,
            let buffer = compositor.sharedMemory.buffer(plane.layout, in: memory.descriptor, size: size)
        {
            return .ready(add(plane.identity, buffer, .shm, memory))
        }
        faults.notImported(plane.layout, plane.kind, reason)
        fail(plane.identity)
        return .unavailable
    }

    private func add(
        _ identity: BufferIdentity, _ buffer: WlBuffer, _ path: PixelPath, _ memory: consuming BufferMemory
    ) -> ImportedBuffer {
        let imported = ImportedBuffer(identity, buffer, path, memory: memory) { [unowned self] identity in
            ledger.released(identity)
        }
        ready[identity] = imported
        ledger.imported(identity, .ready)
        statistics.buffersCreated += 1
        statistics.buffersLive += 1
        return imported
    }

    private func forget(_ identity: BufferIdentity) {
        // A failed one has nothing here, and the source was told at once.
        if ready.removeValue(forKey: identity) != nil {
            statistics.buffersLive -= 1
        } else if let copy = copied.removeValue(forKey: identity) {
            statistics.buffersLive -= copy.bufferCount
        } else {
            return
        }
        source.release(identity)
    }
}
