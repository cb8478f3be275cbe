internal import Glibc

/// Compares and copies the rows of one picture that lies in two memories, linearly in both.
package struct RowCopier: Sendable {
    /// How the rows lie in one of the memories.
    private struct Rows {
        let offset: Int
        let stride: Int

        init(_ layout: BufferLayout) {
            offset = Int(layout.offset)
            stride = Int(layout.stride)
        }
    }

    /// Rows of the picture.
    package let height: Int
    /// Bytes of a row, without what fills its stride.
    private let rowSize: Int
    private let source: Rows
    private let target: Rows

    /// - Parameters:
    ///   - source: how the picture lies where it comes from.
    ///   - target: how it lies where it goes to; the same size and format.
    package init(from source: BufferLayout, to target: BufferLayout) {
        precondition(
            source.width == target.width && source.height == target.height && source.format == target.format)
        height = Int(source.height)
        rowSize = Int(source.width) * Int(source.format.bytesPerPixel ?? 1)
        self.source = Rows(source)
        self.target = Rows(target)
    }

    /// Which rows differ.
    ///
    /// - Parameters:
    ///   - old: the target's memory. Both hold the whole picture, as their layouts say.
    ///   - new: the source's memory.
    package func differences(from old: RawSpan, in new: RawSpan) -> RowSet {
        check(new.byteCount, old.byteCount)
        var rows = RowSet(height: height)
        unsafe new.withUnsafeBytes { new in
            unsafe old.withUnsafeBytes { old in
                guard let new = unsafe start(new, source), let old = unsafe start(old, target) else { return }
                for row in 0..<height {
                    let difference = unsafe memcmp(
                        new + row * source.stride, old + row * target.stride, rowSize)
                    if difference != 0 { rows.insert(row) }
                }
            }
        }
        return rows
    }

    /// Copies rows.
    ///
    /// - Returns: the bytes that were copied.
    package func copy(
        _ rows: RowSet, from new: RawSpan, to old: UnsafeMutableRawBufferPointer
    ) -> Int {
        check(new.byteCount, old.count)
        var copied = 0
        unsafe new.withUnsafeBytes { new in
            guard let new = unsafe start(new, source), let old = old.baseAddress else { return }
            let first = unsafe old + target.offset
            for run in rows.runs() {
                // Without a step between the rows, a run is one piece. What fills the strides goes along, all but the last.
                let pieces = source.stride == target.stride ? [run] : run.map { $0..<$0 + 1 }
                for piece in pieces {
                    unsafe memcpy(
                        first + piece.lowerBound * target.stride, new + piece.lowerBound * source.stride,
                        (piece.count - 1) * source.stride + rowSize)
                }
                copied += run.count * rowSize
            }
        }
        return copied
    }

    private func start(_ bytes: UnsafeRawBufferPointer, _ rows: Rows) -> UnsafeRawPointer? {
        unsafe bytes.baseAddress.map { unsafe $0 + rows.offset }
    }

    /// The layouts passed the gate, and memory that is shorter than they say is a fault of this program.
    private func check(_ newCount: Int, _ oldCount: Int) {
        precondition(newCount >= source.offset + (height - 1) * source.stride + rowSize)
        precondition(oldCount >= target.offset + (height - 1) * target.stride + rowSize)
    }
}
