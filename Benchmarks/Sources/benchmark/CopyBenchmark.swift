import Descriptors
import Glibc
import Planes

/// What finding and copying the changed rows costs beyond `memcmp` and `memcpy` over the same number of bytes.
enum CopyBenchmark {
    /// Rows of a line of text, in the midst of the frame.
    private static let line = 512..<528
    private static let aim = 0.9

    /// The strides are those of rows that follow each other, of a source that fills up to a power of two, and of buffers on
    /// both sides with a little more between the rows (256) than those of the udmabuf path ever have.
    static func contests() throws -> [Contest] {
        try [Frames.Place.cached, .memory].flatMap { place in
            try [(7680, 7680), (8192, 7680), (7936, 7936)].flatMap { source, target in
                contests(
                    of: try Frames(place, sourceStride: source, targetStride: target),
                    "\(place.rawValue), \(source) → \(target)")
            }
        }
    }

    private static func contests(of frames: Frames, _ manner: String) -> [Contest] {
        let all = 0..<Frames.height
        var pair = frames.next()
        return [
            Contest(
                name: "scan, nothing changed, \(manner)", byteCount: Frames.byteCount, aim: aim,
                prepare: { pair = frames.next() },
                ours: { precondition(scan(frames, pair).isEmpty) },
                plain: { compare(frames.next(), all) }),
            Contest(
                name: "copy, all changed, \(manner)", byteCount: Frames.byteCount, aim: aim,
                prepare: { pair = frames.next() },
                ours: { copy(frames, pair, .all(height: Frames.height)) },
                plain: { move(frames.next(), all) }),
            Contest(
                name: "scan and copy, a line of text changed, \(manner)", byteCount: Frames.byteCount,
                aim: nil,
                prepare: {
                    pair = frames.next()
                    change(frames, pair, line)
                },
                ours: { copy(frames, pair, scan(frames, pair)) },
                plain: {
                    let pair = frames.next()
                    compare(pair, 0..<line.lowerBound)
                    move(pair, line)
                    compare(pair, line.upperBound..<Frames.height)
                }),
            Contest(
                name: "scan and copy, all changed, \(manner)", byteCount: Frames.byteCount, aim: nil,
                prepare: {
                    pair = frames.next()
                    change(frames, pair, all)
                },
                ours: { copy(frames, pair, scan(frames, pair)) },
                plain: { move(frames.next(), all) }),
        ]
    }

    private static func scan(_ frames: Frames, _ pair: Frames.Pair) -> RowSet {
        pair.source.withBytes { new in
            pair.target.withBytes { old in frames.copier.differences(from: old, in: new) }
        }
    }

    private static func copy(_ frames: Frames, _ pair: Frames.Pair, _ rows: RowSet) {
        pair.source.withBytes { new in
            unsafe pair.target.withMutableBytes { old in
                let copied = unsafe frames.copier.copy(rows, from: new, to: old)
                precondition(copied > 0)
            }
        }
    }

    /// Makes a pixel of each row another in the target, in its first half.
    private static func change(_ frames: Frames, _ pair: Frames.Pair, _ rows: Range<Int>) {
        unsafe pair.target.withMutableBytes { bytes in
            for row in rows {
                unsafe bytes[row * frames.targetStride + (row * 97 % 960) * 4] = 0
            }
        }
    }

    /// The plain ways take as many bytes as the rows have pixels, from the start of both memories, without regard to where
    /// the rows lie.
    private static func bytes(_ rows: Range<Int>) -> Range<Int> {
        rows.lowerBound * Frames.rowSize..<rows.upperBound * Frames.rowSize
    }

    static func compare(_ pair: Frames.Pair, _ rows: Range<Int>) {
        let range = bytes(rows)
        pair.source.withBytes { new in
            unsafe pair.target.withMutableBytes { old in
                unsafe new.withUnsafeBytes { new in
                    guard let new = new.baseAddress, let old = old.baseAddress else { return }
                    let difference = unsafe memcmp(
                        new + range.lowerBound, old + range.lowerBound, range.count)
                    precondition(difference == 0)
                }
            }
        }
    }

    private static func move(_ pair: Frames.Pair, _ rows: Range<Int>) {
        let range = bytes(rows)
        pair.source.withBytes { new in
            unsafe pair.target.withMutableBytes { old in
                unsafe new.withUnsafeBytes { new in
                    guard let new = new.baseAddress, let old = old.baseAddress else { return }
                    unsafe memcpy(old + range.lowerBound, new + range.lowerBound, range.count)
                }
            }
        }
    }
}
