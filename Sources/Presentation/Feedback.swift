internal import Descriptors
internal import Planes
internal import Wayland

/// Which dma-bufs the compositor takes: the answers of `zwp_linux_dmabuf_v1`.
///
/// Version 3 tells by an event a pair; since version 4 a feedback object tells by a table and tranches, the most
/// preferred first, and may tell again at any time.
final class Feedback {
    let dmabuf: ZwpLinuxDmabufV1

    /// All pairs that the compositor takes.
    private(set) var formats = FormatSet()
    /// Those that it may scan out without drawing them.
    private(set) var scanoutFormats = FormatSet()

    private let feedback: ZwpLinuxDmabufFeedbackV1?
    /// The table outlives a `done`: a compositor need not send it again when only the tranches change.
    private var table = FormatTable()
    private var pending = Tranches()
    private var tranche = Tranche()

    private struct Tranches {
        var formats = FormatSet()
        var scanoutFormats = FormatSet()
    }

    private struct Tranche {
        var indices: [UInt16] = []
        var isScanout = false
    }

    /// Tables end here: 65536 entries are all that an index of 16 bits can name.
    private static let largestTable = 65536 * 16

    init(_ dmabuf: ZwpLinuxDmabufV1) {
        self.dmabuf = dmabuf
        feedback = dmabuf.version >= 4 ? dmabuf.getDefaultFeedback() : nil
        feedback?.onEvent = { [unowned self] event in receive(event) }
        // Since version 4 these events are not sent.
        dmabuf.onEvent = { [unowned self] event in
            guard case .modifier(let format, let high, let low) = event else { return }
            formats.insert(Fourcc(rawValue: format), Modifier(rawValue: UInt64(high) << 32 | UInt64(low)))
        }
    }

    private func receive(_ event: consuming ZwpLinuxDmabufFeedbackV1.Event) {
        switch consume event {
        case .formatTable(let descriptor, let size):
            table = Self.read(descriptor, Int(clamping: size))
        case .trancheFormats(let indices):
            tranche.indices = indices.elements(as: UInt16.self)
        case .trancheFlags(let flags):
            tranche.isScanout = flags.contains(.scanout)
        case .trancheDone:
            for index in tranche.indices {
                // An index beyond the table is the compositor's fault, and no reason to read beyond it.
                guard let entry = table[index] else { continue }
                pending.formats.insert(entry.format, entry.modifier)
                if tranche.isScanout { pending.scanoutFormats.insert(entry.format, entry.modifier) }
            }
            tranche = Tranche()
        case .done:
            formats = pending.formats
            scanoutFormats = pending.scanoutFormats
            pending = Tranches()
        default:
            break
        }
    }

    /// Reads instead of mapping: a file that the compositor shortens cannot fault this way.
    private static func read(_ descriptor: consuming OwnedDescriptor, _ size: Int) -> FormatTable {
        guard let bytes = try? descriptor.read(count: min(size, largestTable), at: 0) else {
            return FormatTable()
        }
        return unsafe FormatTable(bytes.span.bytes)
    }
}
