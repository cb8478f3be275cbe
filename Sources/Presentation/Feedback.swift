internal import Descriptors
internal import Planes
internal import Wayland

/// A `zwp_linux_dmabuf_feedback_v1`: which dma-bufs the compositor takes, for one surface or for all. It tells by a table
/// and tranches, the most preferred first, and may tell again at any time.
final class Feedback {
    /// What was told last.
    private(set) var formats: DmabufFormats

    private let feedback: ZwpLinuxDmabufFeedbackV1
    private let onChange: () -> Void
    private var reader = FeedbackReader()

    /// - Parameters:
    ///   - formats: what is taken for granted until the compositor has told.
    ///   - onChange: called when something else is told than before.
    init(
        _ feedback: ZwpLinuxDmabufFeedbackV1, assuming formats: DmabufFormats, onChange: @escaping () -> Void
    ) {
        self.feedback = feedback
        self.formats = formats
        self.onChange = onChange
        feedback.onEvent = { [unowned self] event in receive(event) }
    }

    deinit { feedback.destroy() }

    private func receive(_ event: consuming ZwpLinuxDmabufFeedbackV1.Event) {
        switch consume event {
        case .formatTable(let descriptor, let size):
            reader.take(Self.read(descriptor, Int(clamping: size)))
        case .mainDevice(let device):
            reader.take(mainDevice: device.elements(as: UInt64.self).first)
        case .trancheFormats(let indices):
            reader.take(indices: indices.elements(as: UInt16.self))
        case .trancheFlags(let flags):
            reader.take(isScanout: flags.contains(.scanout))
        case .trancheTargetDevice:
            // Whatever the device, the compositor says that it can use these.
            break
        case .trancheDone:
            reader.endTranche()
        case .done:
            finish()
        }
    }

    private func finish() {
        let told = reader.end()
        guard told != formats else { return }
        formats = told
        onChange()
    }

    /// Reads instead of mapping: a file that the compositor shortens cannot fault this way.
    private static func read(_ descriptor: consuming OwnedDescriptor, _ size: Int) -> FormatTable {
        guard let bytes = try? descriptor.read(count: min(size, FeedbackReader.largestTable), at: 0) else {
            return FormatTable()
        }
        return unsafe FormatTable(bytes.span.bytes)
    }
}
