import Planes

/// What keeping account of the rows costs, beside reading the frame once.
enum BookkeepingBenchmark {
    /// So many to a turn, because one is shorter than what the clock costs.
    private static let repetitions = 100

    static func contests() throws -> [Contest] {
        let frames = try Frames(.cached, sourceStride: Frames.rowSize, targetStride: Frames.rowSize)
        let row = 0..<Frames.height
        return [
            contest("a line of text changed", Array(row[512..<528]), aim: 1, frames),
            contest("every other row changed", row.filter { $0 % 2 == 0 }, aim: nil, frames),
        ]
    }

    /// As for a copied frame whose compositor holds three buffers.
    private static func contest(
        _ what: String, _ rows: [Int], aim: Double?, _ frames: Frames
    ) -> Contest {
        var stale = [RowSet](repeating: RowSet(height: Frames.height), count: 3)
        return Contest(
            name: "\(repetitions) × account of rows, \(what); plain is one memcmp",
            byteCount: Frames.byteCount,
            aim: aim,
            ours: {
                for _ in 0..<repetitions {
                    var changed = RowSet(height: Frames.height)
                    for row in rows { changed.insert(row) }
                    for index in stale.indices { stale[index].formUnion(changed) }
                    precondition(changed.runs().joined().count == rows.count)
                    // The damage, as a surface is told.
                    precondition(changed.runs(atMost: 8).count <= 8)
                    stale[0].removeAll()
                }
            },
            plain: { CopyBenchmark.compare(frames.next(), 0..<Frames.height) })
    }
}
