/// Puts together what a `zwp_linux_dmabuf_feedback_v1` tells, event by event (linux-dmabuf, version 4).
///
/// The table outlives a `done`: a compositor need not send it again when only the tranches change.
package struct FeedbackReader: Sendable {
    private var table = FormatTable()
    private var mainDevice: UInt64?
    private var tranches: [Tranche] = []
    private var tranche = Tranche()

    private struct Tranche {
        /// Into the table.
        var indices: [UInt16] = []
        var isScanout = false
    }

    /// All that an index of 16 bits can name, in bytes.
    package static let largestTable = 65536 * 16
    /// A compositor that names more is not listened to: real ones have a tranche a device and use.
    private static let mostTranches = 64

    package init() {}

    /// `format_table`.
    package mutating func take(_ table: FormatTable) { self.table = table }

    /// `main_device`: a `dev_t`; nil for bytes that are none.
    package mutating func take(mainDevice: UInt64?) { self.mainDevice = mainDevice }

    /// `tranche_formats`: indices into the table, of which a tranche has each once.
    package mutating func take(indices: [UInt16]) {
        tranche.indices += indices.prefix(Int(UInt16.max) + 1 - tranche.indices.count)
    }

    /// `tranche_flags`.
    package mutating func take(isScanout: Bool) { tranche.isScanout = isScanout }

    /// `tranche_done`.
    package mutating func endTranche() {
        if tranches.count < Self.mostTranches { tranches.append(tranche) }
        tranche = Tranche()
    }

    /// `done`.
    ///
    /// - Returns: what was told since the last one.
    package mutating func end() -> DmabufFormats {
        var told = DmabufFormats()
        told.mainDevice = mainDevice
        told.tranches = tranches.map(resolve)
        tranches = []
        return told
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
}
