import Planes
import Testing

/// Proves that a compositor's table is read within its bounds.
@Suite struct FormatTableTests {
    @Test func aTableIsReadByIndexWithinItsBounds() {
        var bytes: [UInt8] = []
        func append(_ value: some FixedWidthInteger) {
            for byte in 0..<value.bitWidth / 8 {
                bytes.append(UInt8(truncatingIfNeeded: value >> (8 * byte)))
            }
        }
        for (format, modifier) in [(Fourcc.xrgb8888, Modifier.linear), (.argb8888, .intelY)] {
            append(format.rawValue)
            append(UInt32(0xeeee_eeee))
            append(modifier.rawValue)
        }
        bytes.append(contentsOf: [1, 2, 3])
        let table = unsafe FormatTable(bytes.span.bytes)
        #expect(table.count == 2)
        #expect(table[0] == FormatTable.Entry(format: .xrgb8888, modifier: .linear))
        #expect(table[1] == FormatTable.Entry(format: .argb8888, modifier: .intelY))
        #expect(table[2] == nil)
        #expect(table[.max] == nil)
    }

    @Test func anEmptyTableHasNoEntries() {
        let bytes: [UInt8] = [1, 2, 3]
        let table = unsafe FormatTable(bytes.span.bytes)
        #expect(table.count == 0)
    }
}
