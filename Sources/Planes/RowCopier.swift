internal import Glibc

/// Compares and copies the rows of one picture that lies in two memories, linearly in both.
///
/// It leaves the work to the C library's `memcmp` and `memcpy`, a call a row, which choose their vector instructions by the
/// processor. On an AMD EPYC of the Zen 3 kind (2026-11-26, `scripts/benchmark`) that scans at 0.94 to 0.99 of the speed of
/// one `memcmp` over as many bytes and copies at 0.97 to 1.07 of one `memcpy`; loops over Swift's SIMD types reached a third of
/// it. Copying runs of rows as one piece was no faster, and slower where padding went along.
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
        unsafe new.withUnsafeBytes { new in
            guard let new = unsafe start(new, source), let old = old.baseAddress else { return }
            let first = unsafe old + target.offset
            for row in rows.runs().joined() {
                unsafe memcpy(first + row * target.stride, new + row * source.stride, rowSize)
            }
        }
        return rows.count * rowSize
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
