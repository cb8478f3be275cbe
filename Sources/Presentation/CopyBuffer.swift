internal import Descriptors
internal import Planes
internal import Wayland

/// A buffer of this program's own memory, which a plane's rows are copied into.
final class CopyBuffer {
    let layout: BufferLayout
    /// The rows in which the buffer differs from the last frame.
    var stale: RowSet
    /// It was committed, and the compositor may be reading it.
    var isHeld = false
    /// How far it is.
    private(set) var state = State.offered

    enum State {
        /// The compositor has not answered.
        case offered
        case taken(WlBuffer)
        case refused
    }

    private let mapping: Mapping
    /// The same memory as a dma-buf; nil where it goes through wl_shm.
    private let dmabuf: BufferMemory?
    private var pending: PendingImport?

    /// A buffer of wl_shm, which is there at once.
    ///
    /// - Throws: `PathObstacle`.
    init(_ layout: BufferLayout, through shm: SharedMemory) throws(PathObstacle) {
        let size = layout.compositorByteCount
        let taken: WlBuffer?
        do {
            let memory = try Self.memory(size)
            mapping = try Mapping(memory, count: Int(size), access: .readWrite)
            taken = shm.buffer(layout, in: memory, size: size)
        } catch {
            throw .noMemory(error.description)
        }
        guard let taken else { throw .format(layout.format) }
        self.layout = layout
        dmabuf = nil
        stale = .all(height: Int(layout.height))
        take(taken)
    }

    /// A dma-buf, which the compositor is asked to take.
    ///
    /// - Parameter onAnswer: called when it has answered.
    /// - Throws: `PathObstacle`.
    init(
        _ layout: BufferLayout, modifier: Modifier, through importer: DmabufImporter,
        from exporter: any DmabufExporter, onAnswer: @escaping (_ isTaken: Bool) -> Void
    ) throws(PathObstacle) {
        let size = (layout.compositorByteCount + 4095) / 4096 * 4096
        do {
            let memory = try Self.memory(size)
            mapping = try Mapping(memory, count: Int(size), access: .readWrite)
            dmabuf = BufferMemory(.dmabuf, try exporter.export(memory, size: size))
        } catch {
            throw .noExporter(error.description)
        }
        self.layout = layout
        stale = .all(height: Int(layout.height))
        switch dmabuf {
        case .some(let dmabuf):
            pending = importer.offer(dmabuf, layout, modifier: modifier) { [unowned self] buffer in
                pending = nil
                if let buffer { take(buffer) } else { state = .refused }
                onAnswer(buffer != nil)
            }
        case .none: break
        }
    }

    deinit {
        if case .taken(let buffer) = state { buffer.destroy() }
    }

    /// Lends the bytes, to write, and sees to it that devices find there what was written.
    func write<Value>(
        _ body: (UnsafeMutableRawBufferPointer) throws(CopyFault) -> Value
    ) throws(CopyFault) -> Value {
        try synchronise { (dmabuf) throws(SystemError) in try dmabuf.beginAccess(.write) }
        let result = Result { () throws(CopyFault) in try unsafe mapping.withMutableBytes(body) }
        // Whatever came of the writing: what was begun is ended.
        try synchronise { (dmabuf) throws(SystemError) in try dmabuf.endAccess(.write) }
        guard mapping.isIntact else { throw .impossible(.noMemory("the system has no page left")) }
        return try result.get()
    }

    /// Lends the bytes, to compare with.
    func withBytes<Result>(_ body: (RawSpan) -> Result) -> Result { mapping.withBytes(body) }

    private func synchronise(
        _ body: (borrowing OwnedDescriptor) throws(SystemError) -> Void
    ) throws(CopyFault) {
        do {
            switch dmabuf {
            case .some(let dmabuf): try body(dmabuf.descriptor)
            case .none: break
            }
        } catch {
            throw .impossible(.noMemory(error.description))
        }
    }

    private func take(_ buffer: WlBuffer) {
        buffer.onEvent = { [unowned self] event in
            if case .release = event { isHeld = false }
        }
        state = .taken(buffer)
    }

    private static func memory(_ size: UInt64) throws(SystemError) -> OwnedDescriptor {
        try .sealedMemory("planeview-copy", size: size)
    }
}
