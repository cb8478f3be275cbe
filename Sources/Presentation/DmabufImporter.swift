internal import Planes
internal import Wayland

/// `zwp_linux_dmabuf_v1`: what the compositor says that it takes, and the way in.
final class DmabufImporter {
    /// What is taken for any surface.
    var formats: DmabufFormats { feedback?.formats ?? events }
    /// Counts the times that the compositor changed its mind, for any surface. What was judged by an older answer is to be
    /// judged again.
    private(set) var epoch = 0
    /// Called when it did, by who wants to know.
    var onChange: [ObjectIdentifier: () -> Void] = [:]

    /// Whether it says what it could scan out.
    var tellsScanout: Bool { dmabuf.version >= 4 }

    private let dmabuf: ZwpLinuxDmabufV1
    private var disowned: [ObjectIdentifier: ZwpLinuxBufferParamsV1] = [:]
    private var feedback: Feedback?
    /// Version 3 tells by an event a pair.
    private var events = DmabufFormats()

    init(_ dmabuf: ZwpLinuxDmabufV1) {
        self.dmabuf = dmabuf
        events.tranches = [DmabufFormats.Tranche()]
        // Since version 4 these events are not sent.
        dmabuf.onEvent = { [unowned self] event in
            guard case .modifier(let format, let high, let low) = event else { return }
            events.tranches[0].formats.insert(
                Fourcc(rawValue: format), Modifier(rawValue: UInt64(high) << 32 | UInt64(low)))
        }
        guard tellsScanout else { return }
        feedback = Feedback(dmabuf.getDefaultFeedback(), assuming: DmabufFormats()) { [unowned self] in
            changed()
        }
    }

    /// What is taken for one surface, as far as the compositor tells it apart from others.
    func feedback(for surface: WlSurface) -> Feedback? {
        guard tellsScanout else { return nil }
        return Feedback(dmabuf.getSurfaceFeedback(surface: surface), assuming: formats) { [unowned self] in
            changed()
        }
    }

    /// Offers a dma-buf to the compositor.
    ///
    /// - Parameters:
    ///   - memory: lent; checked against the layout by the caller.
    ///   - modifier: one that the compositor advertised with the layout's format.
    ///   - onAnswer: called once, with the buffer, or without when it was refused.
    func offer(
        _ memory: borrowing BufferMemory, _ layout: BufferLayout, modifier: Modifier,
        onAnswer: @escaping (WlBuffer?) -> Void
    ) -> PendingImport {
        PendingImport(memory, layout, modifier, dmabuf.createParams(), of: self, onAnswer)
    }

    /// Takes in the answer to an offer that nobody waits for any more.
    ///
    /// It may be on its way: libwayland passes over events of an object that is destroyed here, and with this one over the
    /// number of the buffer that comes with it. The next buffer's number would not follow on the last one that it knows, and
    /// that ends the connection ("not a valid new object id").
    func disown(_ parameters: ZwpLinuxBufferParamsV1) {
        let key = ObjectIdentifier(parameters)
        disowned[key] = parameters
        parameters.onEvent = { [unowned self] event in
            if case .created(let buffer) = event { buffer.destroy() }
            disowned.removeValue(forKey: key)?.destroy()
        }
    }

    private func changed() {
        epoch += 1
        for tell in onChange.values { tell() }
    }
}
