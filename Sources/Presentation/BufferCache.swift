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
            guard let buffer = ready[plane.identity] else { return .unavailable }
            return .ready(buffer)
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
            faults.refused(reason, plane.kind)
            return .unavailable
        }
        // A file that has no size cannot be checked, and so not be shown.
        let size = (try? memory.descriptor.size()) ?? 0
        do {
            try plane.layout.check(memory: size)
        } catch {
            statistics.rejectedReplies += 1
            faults.rejected(error, plane.kind)
            ledger.imported(plane.identity, .failed)
            source.release(plane.identity)
            return .unavailable
        }
        return offer(plane, memory, size)
    }

    /// Tries the best path that the compositor takes.
    private func offer(_ plane: Plane, _ memory: consuming PlaneMemory, _ size: UInt64) -> Answer {
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
        _ plane: Plane, _ memory: consuming PlaneMemory, _ size: UInt64, _ reason: String
    ) -> Answer {
        if memory.kind == .sharedMemory,
            let buffer = compositor.sharedMemory.buffer(plane.layout, in: memory.descriptor, size: size)
        {
            return .ready(add(plane.identity, buffer, .shm, memory))
        }
        faults.notImported(plane.layout, plane.kind, reason)
        ledger.imported(plane.identity, .failed)
        source.release(plane.identity)
        return .unavailable
    }

    private func add(
        _ identity: BufferIdentity, _ buffer: WlBuffer, _ path: PixelPath, _ memory: consuming PlaneMemory
    ) -> ImportedBuffer {
        let imported = ImportedBuffer(identity, buffer, path, memory: memory) { [unowned self] identity in
            ledger.released(identity)
        }
        ready[identity] = imported
        ledger.imported(identity, .ready)
        statistics.buffersCreated += 1
        statistics.buffersLive = ready.count
        return imported
    }

    private func forget(_ identity: BufferIdentity) {
        // A failed one has nothing here, and the source was told at once.
        guard ready.removeValue(forKey: identity) != nil else { return }
        statistics.buffersLive = ready.count
        source.release(identity)
    }
}
