internal import Descriptors
internal import Planes
internal import Wayland

/// A plane whose memory no compositor can be handed. The rows that change are copied into buffers of wl_shm: as many as
/// the compositor holds at once, and no more.
final class CopiedPlane {
    /// A picture to be shown.
    struct Frame {
        let buffer: WlBuffer
        /// Counts the frames of this plane, from 1: the same buffer may carry one picture after the other.
        let number: Int
        /// The rows that differ from the frame before.
        let damage: RowSet
    }

    private let source: Mapping
    private let layout: BufferLayout
    private let copier: RowCopier
    private let shm: SharedMemory
    private let statistics: Statistics
    private let onRelease: () -> Void
    private var buffers: [CopyBuffer] = []
    /// The buffer with the last frame.
    private var newest: CopyBuffer?
    /// The last frame; nil before the first.
    private(set) var frame: Frame?

    /// A compositor that never gives a buffer back costs memory up to here, and then the picture stands still.
    private static let largestBufferCount = 4

    /// - Parameters:
    ///   - layout: how the picture lies in the source's memory; linear.
    ///   - onRelease: called when the compositor holds none of the buffers any more.
    /// - Returns: nil when the compositor's wl_shm does not take the format.
    init?(
        _ layout: BufferLayout, in source: consuming Mapping, through shm: SharedMemory,
        _ statistics: Statistics, onRelease: @escaping () -> Void
    ) {
        guard let own = CopyBuffer.layout(for: layout), shm.takes(own) else { return nil }
        self.source = source
        self.layout = own
        self.shm = shm
        self.statistics = statistics
        self.onRelease = onRelease
        copier = RowCopier(from: layout, to: own)
    }

    /// Copies what has changed since the last frame into a new one. There is none while the compositor holds every buffer.
    ///
    /// - Throws: `SystemError` when there is no memory for another buffer.
    func refresh() throws(SystemError) {
        let changed = differences()
        guard !changed.isEmpty, let target = try freeBuffer() else { return }
        var rows = target.stale
        rows.formUnion(changed)
        let copied = source.withBytes { new in
            unsafe target.mapping.withMutableBytes { old in unsafe copier.copy(rows, from: new, to: old) }
        }
        for buffer in buffers { buffer.stale.formUnion(changed) }
        target.stale.removeAll()
        target.isHeld = true
        newest = target
        statistics.bytesCopied += UInt64(copied)
        frame = Frame(buffer: target.buffer, number: (frame?.number ?? 0) + 1, damage: changed)
    }

    private func differences() -> RowSet {
        guard let newest else { return .all(height: copier.height) }
        return source.withBytes { new in
            newest.mapping.withBytes { old in copier.differences(from: old, in: new) }
        }
    }

    /// A buffer that the compositor does not hold: better the newest, in which the least is stale.
    private func freeBuffer() throws(SystemError) -> CopyBuffer? {
        if let newest, !newest.isHeld { return newest }
        if let free = buffers.first(where: { !$0.isHeld }) { return free }
        guard buffers.count < Self.largestBufferCount,
            let buffer = try CopyBuffer(
                layout, through: shm, onRelease: { [unowned self] in released() })
        else { return nil }
        buffers.append(buffer)
        statistics.buffersCreated += 1
        statistics.buffersLive += 1
        return buffer
    }

    private func released() {
        if buffers.allSatisfy({ !$0.isHeld }) { onRelease() }
    }

    /// `wl_buffer`s that exist now.
    var bufferCount: Int { buffers.count }
}
