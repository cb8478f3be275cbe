import Descriptors

/// Memory of a device's that a test paints into, row by row.
final class Canvas {
    let file: OwnedDescriptor
    private let mapping: Mapping
    private let stride: Int

    init(stride: Int, height: Int) throws {
        file = try .sealedMemory("planeview-canvas", size: UInt64(stride * height))
        mapping = try Mapping(file, count: stride * height, access: .readWrite)
        self.stride = stride
    }

    /// Fills a row, what lies between it and the next included.
    func paint(row: Int, _ byte: UInt8) {
        unsafe mapping.withMutableBytes { bytes in
            for index in row * stride..<(row + 1) * stride { unsafe bytes[index] = byte }
        }
    }
}
