internal import Planes
internal import Wayland

/// A dma-buf that was offered to the compositor, until it answers. Letting go of it takes the offer back.
///
/// Always `create`, never `create_immed`: a buffer that the compositor refuses is then an event, where the other may end
/// the connection, and with it every window (linux-dmabuf, create_immed).
final class PendingImport {
    private let parameters: ZwpLinuxBufferParamsV1

    init(
        _ memory: borrowing BufferMemory, _ layout: BufferLayout, _ modifier: Modifier,
        _ parameters: ZwpLinuxBufferParamsV1, _ onAnswer: @escaping (WlBuffer?) -> Void
    ) {
        self.parameters = parameters
        let (high, low) = modifier.halves
        for (index, plane) in layout.planes.enumerated() {
            memory.withFile(plane.file) { descriptor in
                parameters.add(
                    fd: descriptor, planeIdx: UInt32(index), offset: plane.offset, stride: plane.stride,
                    modifierHi: high, modifierLo: low)
            }
        }
        var onAnswer: ((WlBuffer?) -> Void)? = onAnswer
        parameters.onEvent = { event in
            let answer = onAnswer
            onAnswer = nil
            switch event {
            case .created(let buffer): answer?(buffer)
            case .failed: answer?(nil)
            }
        }
        parameters.create(
            width: Int32(layout.width), height: Int32(layout.height), format: layout.format.rawValue,
            flags: [])
    }

    deinit { parameters.destroy() }
}
