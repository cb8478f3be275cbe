internal import Descriptors
internal import Planes
internal import Wayland

/// A dma-buf that was offered to the compositor, until it answers.
///
/// Always `create`, never `create_immed`: a buffer that the compositor refuses is then an event, where the other may end
/// the connection, and with it every window (linux-dmabuf, create_immed).
final class PendingImport {
    let identity: BufferIdentity
    private let parameters: ZwpLinuxBufferParamsV1
    private var memory: BufferMemory?

    /// - Parameters:
    ///   - memory: checked against the layout by the caller.
    ///   - modifier: one that the compositor advertised with the layout's format.
    ///   - onAnswer: called once, with the buffer, or without when it was refused; the memory comes back with it.
    init(
        _ identity: BufferIdentity, _ memory: consuming BufferMemory, modifier: Modifier,
        to dmabuf: ZwpLinuxDmabufV1,
        onAnswer: @escaping (WlBuffer?, consuming BufferMemory) -> Void
    ) {
        self.identity = identity
        let layout = identity.layout
        let (high, low) = modifier.halves
        parameters = dmabuf.createParams()
        parameters.add(
            fd: memory.descriptor, planeIdx: 0, offset: layout.offset, stride: layout.stride,
            modifierHi: high,
            modifierLo: low)
        self.memory = consume memory
        parameters.onEvent = { [unowned self] event in
            guard let memory = self.memory.take() else { return }
            switch event {
            case .created(let buffer): onAnswer(buffer, memory)
            case .failed: onAnswer(nil, memory)
            }
        }
        parameters.create(
            width: Int32(layout.width), height: Int32(layout.height), format: layout.format.rawValue,
            flags: [])
    }

    deinit { parameters.destroy() }
}
