internal import Descriptors
internal import Planes
internal import Wayland

/// A buffer of wl_shm that rows are copied into.
final class CopyBuffer {
    let buffer: WlBuffer
    let mapping: Mapping
    /// The rows in which the buffer differs from the last frame.
    var stale: RowSet
    /// The compositor may be reading it.
    var isHeld = false

    /// - Parameters:
    ///   - layout: one that `layout(for:)` made.
    ///   - onRelease: called when the compositor has let go of it.
    /// - Returns: nil when the compositor's wl_shm does not take the format.
    /// - Throws: `SystemError` when there is no memory.
    init?(
        _ layout: BufferLayout, through shm: SharedMemory, onRelease: @escaping () -> Void
    ) throws(SystemError) {
        let size = layout.compositorByteCount
        let memory = try OwnedDescriptor.sealedMemory("planeview-copy", size: size)
        mapping = try Mapping(memory, count: Int(size), access: .readWrite)
        guard let buffer = shm.buffer(layout, in: memory, size: size) else { return nil }
        self.buffer = buffer
        stale = .all(height: Int(layout.height))
        buffer.onEvent = { [unowned self] event in
            guard case .release = event else { return }
            isHeld = false
            onRelease()
        }
    }

    deinit { buffer.destroy() }

    /// How a picture lies in such a buffer: row after row, with nothing between them.
    ///
    /// - Returns: nil for what cannot be copied by rows: an unknown format, or a tiled picture.
    static func layout(for layout: BufferLayout) -> BufferLayout? {
        guard let size = layout.format.bytesPerPixel, layout.modifier == .linear else { return nil }
        return BufferLayout(
            width: layout.width, height: layout.height, format: layout.format,
            stride: layout.width * UInt32(size))
    }
}
