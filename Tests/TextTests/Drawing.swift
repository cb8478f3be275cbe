import Planes
import Text

/// A block of text that was drawn into memory with room beside it.
struct Drawing {
    let size: Size
    /// The pixels of a row, and what is beside them.
    let columns: Int
    let pixels: [UInt32]

    /// What the memory was filled with.
    static let untouched: UInt32 = 0x1234_5678

    init(
        _ block: TextBlock, scale: Scale = .one, beside: Int = 0, library: TextLibrary
    ) throws {
        let layout = try TextLayout(block, scale: scale, library: library)
        size = layout.pixels
        let columns = Int(size.width) + beside
        var pixels = [UInt32](repeating: Self.untouched, count: columns * Int(size.height))
        try unsafe pixels.withUnsafeMutableBytes { bytes in
            try unsafe layout.draw(into: bytes, stride: columns * 4)
        }
        self.columns = columns
        self.pixels = pixels
    }

    /// The pixels of the picture.
    var picture: [UInt32] { rows.flatMap { pixels[$0..<$0 + Int(size.width)] } }
    /// What lies beside it.
    var beside: [UInt32] { rows.flatMap { pixels[$0 + Int(size.width)..<$0 + columns] } }
    /// How many pixels are not transparent.
    var inked: Int { picture.count { $0 != 0 } }

    /// The columns from the first with ink to the last.
    var inkedColumns: ClosedRange<Int>? {
        let inked = (0..<Int(size.width)).filter { column in rows.contains { pixels[$0 + column] != 0 } }
        guard let first = inked.first, let last = inked.last else { return nil }
        return first...last
    }

    /// The pixels of some columns, row after row.
    func columns(_ columns: ClosedRange<Int>) -> [UInt32] {
        rows.flatMap { pixels[$0 + columns.lowerBound...$0 + columns.upperBound] }
    }

    private var rows: StrideTo<Int> { stride(from: 0, to: columns * Int(size.height), by: columns) }
}
