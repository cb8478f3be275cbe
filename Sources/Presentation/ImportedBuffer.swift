internal import Descriptors
internal import Planes
internal import Wayland

/// A buffer that the compositor has taken. The descriptor and the `wl_buffer` live and die together: as long as the
/// descriptor is open, the source's number for the memory stays the number of this memory.
final class ImportedBuffer {
    let identity: BufferIdentity
    let buffer: WlBuffer
    let path: PixelPath
    private let memory: BufferMemory

    init(
        _ identity: BufferIdentity, _ buffer: WlBuffer, _ path: PixelPath, memory: consuming BufferMemory,
        onRelease: @escaping (BufferIdentity) -> Void
    ) {
        self.identity = identity
        self.buffer = buffer
        self.path = path
        self.memory = memory
        buffer.onEvent = { event in
            if case .release = event { onRelease(identity) }
        }
    }

    deinit { buffer.destroy() }
}
