/// Which dma-bufs a compositor takes for a surface, the best first: an answer of `zwp_linux_dmabuf_v1`.
package struct DmabufFormats: Equatable, Sendable {
    /// Pairs of format and modifier that one of the compositor's devices can use.
    package struct Tranche: Equatable, Sendable {
        package var formats = FormatSet()
        /// A buffer of this tranche may be scanned out, without being drawn (linux-dmabuf, version 4, tranche_flags).
        package var isScanout = false

        package init() {}
    }

    /// The number (`dev_t`) of the device that the compositor draws with; nil where it does not say.
    package var mainDevice: UInt64?
    /// The most preferred first.
    package var tranches: [Tranche] = []

    package init() {}

    /// What a layout is imported with.
    package struct Choice: Equatable, Sendable {
        package let modifier: Modifier
        /// It may be scanned out without being drawn.
        package let isScanout: Bool
    }

    /// What to import a layout with; nil when the compositor takes nothing that says the truth.
    ///
    /// A buffer of implicit arrangement goes as such where that is advertised, else as linear, which is what a
    /// device without modifiers means. A linear one goes as such, else as implicit: a compositor that knows no
    /// modifiers asks its driver, which finds a linear buffer. The first tranche that has the pair says what may
    /// become of it.
    package func choice(for layout: BufferLayout) -> Choice? {
        find(layout).map { Choice(modifier: $0.modifier, isScanout: tranches[$0.tranche].isScanout) }
    }

    /// Which tranche has a layout, counted from the best; nil when none has.
    package func tranche(for layout: BufferLayout) -> Int? { find(layout)?.tranche }

    private func find(_ layout: BufferLayout) -> (modifier: Modifier, tranche: Int)? {
        let candidates: [Modifier] =
            switch layout.modifier {
            case .implicit: [.implicit, .linear]
            case .linear: [.linear, .implicit]
            default: [layout.modifier]
            }
        for modifier in candidates {
            if let tranche = tranches.firstIndex(where: { $0.formats.contains(layout.format, modifier) }) {
                return (modifier, tranche)
            }
        }
        return nil
    }

    /// Whether the format is taken with any modifier.
    package func contains(_ format: Fourcc) -> Bool { tranches.contains { $0.formats.contains(format) } }
}
