internal import Planes

/// Rows whose pixels are converted, because the compositor takes none like them. The pixels as they were are kept: they are
/// what the next picture is compared with.
final class ConvertedRows: RowFeed {
    private let converter: PixelConverter
    /// How the last picture that was looked at is kept: row after row.
    private let layout: BufferLayout
    private var kept: [UInt8]
    /// Rows that were taken in and are in no frame.
    private var changed: RowSet

    /// - Parameter source: of the pictures to come; their strides and offsets may differ.
    init(_ converter: PixelConverter, _ source: BufferLayout) {
        self.converter = converter
        let stride = source.width * (source.format.bytesPerPixel ?? 1)
        layout = BufferLayout(
            width: source.width, height: source.height, format: source.format, stride: stride)
        kept = [UInt8](repeating: 0, count: Int(layout.byteCount))
        changed = .all(height: Int(source.height))
    }

    func changes(
        in memory: HeldMemory, _ source: BufferLayout, since newest: CopyBuffer?
    ) throws(CopyFault) -> RowSet {
        let copier = RowCopier(from: source, to: layout)
        // Before the first frame all rows are to be taken in.
        let isFirst = newest == nil
        let rows = try memory.lend { new in
            let rows =
                unsafe isFirst
                ? .all(height: copier.height) : copier.differences(from: kept.span.bytes, in: new)
            if !rows.isEmpty {
                unsafe kept.withUnsafeMutableBytes { _ = unsafe copier.copy(rows, from: new, to: $0) }
            }
            return rows
        }
        changed.formUnion(rows)
        return changed
    }

    func fill(
        _ rows: RowSet, of target: CopyBuffer, from memory: HeldMemory, _ source: BufferLayout
    ) throws(CopyFault) -> Int {
        let (width, from, to) = (Int(layout.width), Int(layout.stride), Int(target.layout.stride))
        try unsafe target.write { bytes in
            unsafe kept.withUnsafeBytes { pixels in
                for row in rows.runs().joined() {
                    let pixels = unsafe pixels[row * from..<(row + 1) * from]
                    let target = unsafe bytes[row * to..<row * to + width * 4]
                    unsafe converter.convert(
                        row: RawSpan(_unsafeBytes: UnsafeRawBufferPointer(rebasing: pixels)), width: width,
                        to: UnsafeMutableRawBufferPointer(rebasing: target))
                }
            }
        }
        changed.removeAll()
        return rows.count * width * 4
    }
}
