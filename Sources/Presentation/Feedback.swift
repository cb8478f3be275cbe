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
    /// The table outlives a `done`: a compositor need not send it again when only the tranches change.
    private var table = FormatTable()
    private var mainDevice: UInt64?
    private var tranches: [Tranche] = []
    private var tranche = Tranche()

    private struct Tranche {
        /// Into the table.
        var indices: [UInt16] = []
        var isScanout = false
    }

    /// Tables end here: 65536 entries are all that an index of 16 bits can name.
    private static let largestTable = 65536 * 16

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
            table = Self.read(descriptor, Int(clamping: size))
        case .mainDevice(let device):
            mainDevice = device.elements(as: UInt64.self).first
        case .trancheFormats(let indices):
            tranche.indices += indices.elements(as: UInt16.self)
        case .trancheFlags(let flags):
            tranche.isScanout = flags.contains(.scanout)
        case .trancheTargetDevice:
            // Whatever the device, the compositor says that it can use these.
            break
        case .trancheDone:
            tranches.append(tranche)
            tranche = Tranche()
        case .done:
            finish()
        }
    }

    private func finish() {
        var told = DmabufFormats()
        told.mainDevice = mainDevice
        told.tranches = tranches.map(resolve)
        tranches = []
        guard told != formats else { return }
        formats = told
        onChange()
    }

    private func resolve(_ tranche: Tranche) -> DmabufFormats.Tranche {
        var resolved = DmabufFormats.Tranche()
        resolved.isScanout = tranche.isScanout
        for index in tranche.indices {
            // An index beyond the table is the compositor's fault, and no reason to read beyond it.
            guard let entry = table[index] else { continue }
            resolved.formats.insert(entry.format, entry.modifier)
        }
        return resolved
    }

    /// Reads instead of mapping: a file that the compositor shortens cannot fault this way.
    private static func read(_ descriptor: consuming OwnedDescriptor, _ size: Int) -> FormatTable {
        guard let bytes = try? descriptor.read(count: min(size, largestTable), at: 0) else {
            return FormatTable()
        }
        return unsafe FormatTable(bytes.span.bytes)
    }
}
