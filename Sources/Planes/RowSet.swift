/// A set of a picture's rows.
package struct RowSet: Equatable, Sendable {
    /// Rows of the picture; the set's members are 0 to `height - 1`.
    package let height: Int
    /// One bit a row.
    private var words: [UInt64]

    /// No row.
    package init(height: Int) {
        self.height = height
        words = [UInt64](repeating: 0, count: (height + 63) / 64)
    }

    /// Every row.
    package static func all(height: Int) -> RowSet {
        var rows = RowSet(height: height)
        for index in rows.words.indices { rows.words[index] = .max }
        if height % 64 != 0 { rows.words[rows.words.count - 1] = (1 << UInt64(height % 64)) - 1 }
        return rows
    }

    package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    /// Rows in the set.
    package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    package func contains(_ row: Int) -> Bool { words[row / 64] >> UInt64(row % 64) & 1 != 0 }

    package mutating func insert(_ row: Int) { words[row / 64] |= 1 << UInt64(row % 64) }

    package mutating func removeAll() {
        for index in words.indices { words[index] = 0 }
    }

    /// Adds the rows of another set, which is of a picture of the same height.
    package mutating func formUnion(_ other: RowSet) {
        precondition(height == other.height, "rows of another picture")
        for index in words.indices { words[index] |= other.words[index] }
    }

    /// The rows as runs, from the top. Runs with few rows between them are joined until there are no more than `limit`,
    /// so rows that are not in the set may be covered.
    ///
    /// - Parameter limit: 1 or more.
    package func runs(atMost limit: Int = .max) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = next(true, from: 0)
        while start < height {
            let end = next(false, from: start)
            runs.append(start..<end)
            start = next(true, from: end)
        }
        var gap = 1
        while runs.count > limit {
            runs = runs.reduce(into: []) { joined, run in
                if let last = joined.last, run.lowerBound - last.upperBound <= gap {
                    joined[joined.count - 1] = last.lowerBound..<run.upperBound
                } else {
                    joined.append(run)
                }
            }
            gap *= 2
        }
        return runs
    }

    /// The first row from `row` on that is in the set, or is not; `height` when there is none.
    private func next(_ isMember: Bool, from row: Int) -> Int {
        // Words without one are skipped whole: most of a picture does not change.
        var from = row
        while from < height {
            let word = words[from / 64]
            let rest = (isMember ? word : ~word) >> UInt64(from % 64)
            if rest != 0 { return min(from + rest.trailingZeroBitCount, height) }
            from = (from / 64 + 1) * 64
        }
        return height
    }
}
