internal import Descriptors
internal import Glibc
internal import Planes

/// Settles with a device what it writes.
struct FormatNegotiator {
    /// The device's file, as the user calls it.
    let name: String
    private let device: any CaptureDevice
    private let type: QueueType
    private let wish: CaptureWish

    init(_ device: any CaptureDevice, _ type: QueueType, name: String, _ wish: CaptureWish) {
        self.device = device
        self.type = type
        self.name = name
        self.wish = wish
    }

    /// Has an input with timings (HDMI) follow its signal, which decides the pictures' size.
    ///
    /// - Throws: `SignalFault`; errors of other kinds mean that there are no timings to follow.
    func followSignal() throws(SignalFault) {
        do {
            try device.followSignal()
        } catch {
            switch error.errno {
            case ENOLINK: throw .none(name)
            case ENOLCK: throw .unstable(name)
            case ERANGE: throw .outOfRange(name)
            default: return
            }
        }
    }

    /// Whether the compositor takes one of the device's formats as it is.
    func canBeDirect(_ taken: PresentableFormats, exports: Bool) -> Bool {
        let choice = try? FormatChoice(name, device.offeredFormats(type), wish, taken, exports: exports)
        let best = choice?.formats.first.flatMap { FormatChoice.way($0, taken, exports: exports) }
        return best.map { $0 < .copied } ?? false
    }

    /// Sets the best format that the device gives.
    ///
    /// - Parameters:
    ///   - taken: what the compositor takes.
    ///   - exports: whether the device makes dma-bufs.
    /// - Throws: `CaptureError`, `SystemError`.
    func negotiate(_ taken: PresentableFormats, exports: Bool) throws -> PictureArrangement {
        let offered = device.offeredFormats(type)
        let choice = try FormatChoice(name, offered, wish, taken, exports: exports)
        let present = try device.format(type)
        var sizes: [OfferedSize] = []
        for pixels in choice.formats {
            let format = try device.setFormat(present.wanted(pixels.code, wish.size), type)
            // A device answers with something else where it cannot.
            guard format.code == pixels.code else { continue }
            if let size = wish.size, format.size != size {
                sizes += device.offeredSizes(pixels.code).filter { !sizes.contains($0) }
                if !sizes.contains(.exactly(format.size)) { sizes.append(.exactly(format.size)) }
                continue
            }
            return PictureArrangement(pixels, format)
        }
        if let size = wish.size, !sizes.isEmpty {
            throw CaptureError.noSize(name, wanted: size, offered: sizes)
        }
        throw CaptureError.failed(
            name, call: "VIDIOC_S_FMT", reason: "the device does not set what it offers")
    }
}

extension CaptureDevice {
    /// All formats, in the device's order.
    func offeredFormats(_ type: QueueType) -> [OfferedFormat] {
        var formats: [OfferedFormat] = []
        while formats.count < Self.mostEntries,
            let format = try? offeredFormat(UInt32(formats.count), type)
        { formats.append(format) }
        return formats
    }

    /// All sizes of a format; empty where the device does not list them.
    func offeredSizes(_ code: PixelCode) -> [OfferedSize] {
        var sizes: [OfferedSize] = []
        while sizes.count < Self.mostEntries, let size = try? offeredSize(UInt32(sizes.count), code) {
            sizes.append(size)
            if case .range = size { break }
        }
        return sizes
    }

    /// A driver whose list has no end is a faulty one.
    private static var mostEntries: Int { 256 }
}
