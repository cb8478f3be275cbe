internal import Planes

/// Which of a device's formats to ask for.
struct FormatChoice {
    /// Those that both sides offer, the best first.
    let formats: [PixelFormat]

    /// - Parameters:
    ///   - name: the device's, for errors.
    ///   - offered: all that the device has.
    ///   - taken: what the compositor takes.
    ///   - exports: whether the device makes dma-bufs; where not, pictures are copied.
    /// - Throws: `CaptureError.noFormat`, `.nothingInCommon`.
    init(
        _ name: String, _ offered: [OfferedFormat], _ wish: CaptureWish, _ taken: PresentableFormats,
        exports: Bool
    ) throws(CaptureError) {
        let codes = offered.map(\.code)
        var known = codes.compactMap { PixelFormat(code: $0) }
        if let wanted = wish.format {
            known = known.filter { $0.isCalled(wanted) }
            guard !known.isEmpty else { throw .noFormat(name, wanted: wanted, offered: codes) }
        }
        let ways = known.compactMap { format -> (format: PixelFormat, way: PresentableFormats.Path)? in
            let way = Self.way(format, taken, exports: exports)
            return way.map { (format, $0) }
        }
        formats = ways.sorted { ($0.way, $0.format.rank) < ($1.way, $1.format.rank) }.map(\.format)
        guard !formats.isEmpty else {
            // Formats that nobody could show would drown the others.
            let offered = known.isEmpty ? codes : known.map(\.code)
            throw .nothingInCommon(name, offered: offered, taken: Self.taken(taken))
        }
    }

    static func way(
        _ format: PixelFormat, _ taken: PresentableFormats, exports: Bool
    ) -> PresentableFormats.Path? {
        if exports { return taken.path(for: format.shown) }
        return taken.copies(format.shown) ? .copied : nil
    }

    /// For people: those that a capture device could have.
    private static func taken(_ formats: PresentableFormats) -> [Fourcc] {
        var list: [Fourcc] = []
        for format in PixelFormat.all.map(\.shown) where !list.contains(format) {
            if formats.dmabuf?.contains(format) == true || formats.sharedMemory.contains(format) {
                list.append(format)
            }
        }
        return list
    }
}
