import Planes
import Testing

/// Proves that the rows of a picture that changed, and no others, are found and copied.
@Suite struct RowTests {
    private func rows(_ members: Int..., height: Int) -> RowSet {
        var rows = RowSet(height: height)
        for member in members { rows.insert(member) }
        return rows
    }

    @Test(arguments: [1, 63, 64, 65, 128, 1000])
    func allRowsAreOneRun(height: Int) {
        #expect(RowSet.all(height: height).runs() == [0..<height])
        #expect(RowSet(height: height).runs() == [])
        #expect(RowSet(height: height).isEmpty && !RowSet.all(height: height).isEmpty)
    }

    @Test func runsAreFoundAcrossWords() {
        #expect(rows(0, 62, 63, 64, 65, 130, height: 131).runs() == [0..<1, 62..<66, 130..<131])
    }

    @Test func runsAreJoinedUntilTheyAreFewEnough() {
        let rows = rows(0, 2, 40, 44, 100, height: 101)
        #expect(rows.runs(atMost: 4) == [0..<3, 40..<41, 44..<45, 100..<101])
        #expect(rows.runs(atMost: 3) == [0..<3, 40..<45, 100..<101])
        #expect(rows.runs(atMost: 1) == [0..<101])
    }

    @Test func aUnionHasTheRowsOfBoth() {
        var both = rows(1, 70, height: 80)
        both.formUnion(rows(70, 79, height: 80))
        #expect(both == rows(1, 70, 79, height: 80))
        both.removeAll()
        #expect(both.isEmpty)
    }

    /// Pictures of 3×4 pixels: the source's rows start after 4 bytes and have 8 of padding, the target's have none.
    private let copier = RowCopier(
        from: BufferLayout(width: 3, height: 4, format: .xrgb8888, stride: 20, offset: 4),
        to: BufferLayout(width: 3, height: 4, format: .xrgb8888, stride: 12))
    private let new: [UInt8] = (0..<76).map { UInt8($0) }

    @Test func paddingIsNoDifference() {
        var old = [UInt8](repeating: 0, count: 48)
        #expect(copy(.all(height: 4), to: &old) == 48)
        #expect(old[0..<12] == new[4..<16])
        #expect(old[36..<48] == new[64..<76])
        #expect(differences(old).isEmpty)
        old[12] ^= 1
        old[35] ^= 1
        #expect(differences(old).runs() == [1..<3])
    }

    @Test func onlyTheRowsThatAreNamedAreCopied() {
        var old = [UInt8](repeating: 0xff, count: 48)
        #expect(copy(rows(2, height: 4), to: &old) == 12)
        #expect(old[24..<36] == new[44..<56])
        #expect(old[..<24].allSatisfy { $0 == 0xff } && old[36...].allSatisfy { $0 == 0xff })
    }

    @Test func whatFillsTheStridesIsNotCopied() {
        let same = BufferLayout(width: 1, height: 3, format: .xrgb8888, stride: 6)
        let copier = RowCopier(from: same, to: same)
        // 16 bytes: the last row has no padding.
        let new = (0..<16).map { UInt8($0) }
        var old = [UInt8](repeating: 0xff, count: 16)
        let copied = unsafe old.withUnsafeMutableBytes { bytes in
            unsafe copier.copy(.all(height: 3), from: new.span.bytes, to: bytes)
        }
        #expect(copied == 12 && old == [0, 1, 2, 3, 0xff, 0xff, 6, 7, 8, 9, 0xff, 0xff, 12, 13, 14, 15])
    }

    private func differences(_ old: [UInt8]) -> RowSet {
        unsafe copier.differences(from: old.span.bytes, in: new.span.bytes)
    }

    private func copy(_ rows: RowSet, to old: inout [UInt8]) -> Int {
        unsafe old.withUnsafeMutableBytes { unsafe copier.copy(rows, from: new.span.bytes, to: $0) }
    }
}
