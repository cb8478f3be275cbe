internal import Planes
internal import Wayland

/// The buffers that one plane's rows are copied into, on one path: as many as the compositor holds at once, and no more.
final class CopyChain {
    let step: CopyStep

    /// What came of a picture.
    enum Outcome {
        /// A new frame, or the last one where nothing has changed.
        case frame(Frame)
        /// Another buffer is needed, and the compositor has not answered for it.
        case offered
        /// Another buffer is needed, and the compositor holds as many as there may be.
        case held
    }

    /// A picture in a buffer.
    struct Frame {
        let copy: CopyBuffer
        let buffer: WlBuffer
        let number: FrameNumber
        /// The rows that differ from the frame before.
        let damage: RowSet
    }

    /// How a picture lies in the buffers.
    private let layout: BufferLayout
    private let rows: any RowFeed
    private let statistics: Statistics
    private let makeBuffer: (BufferLayout) throws(PathObstacle) -> CopyBuffer
    private var buffers: [CopyBuffer] = []
    private var newest: Frame?
    private let serial: Int
    private var frameCount = 0

    /// A compositor that never gives a buffer back costs memory up to here, and then the picture stands still.
    private static let largestBufferCount = 4

    /// - Parameters:
    ///   - source: of the pictures to come; their strides and offsets may differ.
    ///   - colour: what the source says of their colours; nil where it does not.
    ///   - serial: tells this chain from the plane's others.
    init(
        _ step: CopyStep, _ source: BufferLayout, _ colour: ColourEncoding?, serial: Int,
        _ statistics: Statistics,
        makeBuffer: @escaping (BufferLayout) throws(PathObstacle) -> CopyBuffer
    ) {
        self.step = step
        self.statistics = statistics
        self.makeBuffer = makeBuffer
        layout = step.layout(of: source)
        self.serial = serial
        let converter =
            step.format == source.format
            ? nil : PixelConverter(from: source.format, height: source.height, colour: colour)
        rows = converter.map { ConvertedRows($0, source) } ?? PlainRows()
    }

    /// Copies what has changed since the last frame into a new one.
    func show(_ memory: HeldMemory, _ source: BufferLayout) throws(CopyFault) -> Outcome {
        let changed = try rows.changes(in: memory, source, since: newest?.copy)
        if changed.isEmpty, let newest { return .frame(newest) }
        guard let target = try freeBuffer() else { return .held }
        switch target.state {
        case .offered: return .offered
        case .refused: throw .impossible(.refused)
        case .taken(let buffer):
            try fill(target, changed, memory, source)
            let number = FrameNumber(chain: serial, index: frameCount)
            let frame = Frame(copy: target, buffer: buffer, number: number, damage: changed)
            frameCount += 1
            newest = frame
            return .frame(frame)
        }
    }

    private func fill(
        _ target: CopyBuffer, _ changed: RowSet, _ memory: HeldMemory, _ source: BufferLayout
    ) throws(CopyFault) {
        var stale = target.stale
        stale.formUnion(changed)
        // Should the copying end half-way, nothing in the buffer is to be relied on.
        target.stale = .all(height: Int(layout.height))
        statistics.bytesCopied += UInt64(try rows.fill(stale, of: target, from: memory, source))
        for buffer in buffers { buffer.stale.formUnion(changed) }
        target.stale.removeAll()
    }

    /// A buffer that the compositor does not hold: better the newest, in which the least is stale.
    private func freeBuffer() throws(CopyFault) -> CopyBuffer? {
        if let newest, !newest.copy.isHeld { return newest.copy }
        if let free = buffers.first(where: { !$0.isHeld }) { return free }
        guard buffers.count < Self.largestBufferCount else { return nil }
        do {
            let buffer = try makeBuffer(layout)
            buffers.append(buffer)
            return buffer
        } catch {
            throw .impossible(error)
        }
    }

    /// `wl_buffer`s that exist now.
    private var bufferCount: Int {
        buffers.count { if case .taken = $0.state { true } else { false } }
    }

    /// Lets go of the buffers. Those that the compositor holds go to `retired`.
    func retire(to retired: RetiredBuffers) {
        statistics.buffersLive -= bufferCount
        for copy in buffers where copy.isHeld {
            if case .taken(let buffer) = copy.state { retired.keep(buffer, of: copy) }
        }
        buffers.removeAll()
    }
}
