internal import Planes
internal import Wayland

/// A dma-buf that was offered to the compositor, until it answers. Letting go of it lets the
/// answer go unheard.
///
/// Always `create`, never `create_immed`: a buffer that the compositor refuses is then an event, where the other may end
/// the connection, and with it every window (linux-dmabuf, create_immed).
final class PendingImport {
    private let parameters: ZwpLinuxBufferParamsV1
    private let importer: DmabufImporter
    /// nil once it was called.
    private var onAnswer: ((WlBuffer?) -> Void)?

    init(
        _ memory: borrowing BufferMemory, _ layout: BufferLayout, _ modifier: Modifier,
        _ parameters: ZwpLinuxBufferParamsV1, of importer: DmabufImporter,
        _ onAnswer: @escaping (WlBuffer?) -> Void
    ) {
        self.parameters = parameters
        self.importer = importer
        self.onAnswer = onAnswer
        let (high, low) = modifier.halves
        for (index, plane) in layout.planes.enumerated() {
            memory.withFile(plane.file) { descriptor in
                parameters.add(
                    fd: descriptor, planeIdx: UInt32(index), offset: plane.offset, stride: plane.stride,
                    modifierHi: high, modifierLo: low)
            }
        }
        parameters.onEvent = { [unowned self] event in
            let answer = self.onAnswer.take()
            switch event {
            case .created(let buffer): answer?(buffer)
            case .failed: answer?(nil)
            }
        }
        parameters.create(
            width: Int32(layout.width), height: Int32(layout.height), format: layout.format.rawValue,
            flags: [])
    }

    deinit {
        if onAnswer == nil { parameters.destroy() } else { importer.disown(parameters) }
    }
}
