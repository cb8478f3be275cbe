import CLinux
import Descriptors
import Glibc
import Testing

/// Memory of a device's that a test paints into, row by row.
final class Canvas {
    let file: OwnedDescriptor
    private let mapping: Mapping
    private let stride: Int

    /// - Parameter canShrink: as the memory of a device that may be reset.
    init(stride: Int, height: Int, canShrink: Bool = false) throws {
        if canShrink {
            file = OwnedDescriptor(
                adopting: try systemCall("memfd_create") {
                    unsafe planeview_memfd_create("planeview-canvas", PLANEVIEW_MFD_CLOEXEC)
                })
            let number = file.rawValue
            try systemCall("ftruncate") { ftruncate(number, stride * height) }
        } else {
            file = try .sealedMemory("planeview-canvas", size: UInt64(stride * height))
        }
        mapping = try Mapping(file, count: stride * height, access: .readWrite)
        self.stride = stride
    }

    /// Takes the memory away.
    func shrink() throws { try #require(ftruncate(file.rawValue, 0) == 0) }

    /// Fills a row, what lies between it and the next included.
    func paint(row: Int, _ byte: UInt8) {
        unsafe mapping.withMutableBytes { bytes in
            for index in row * stride..<(row + 1) * stride { unsafe bytes[index] = byte }
        }
    }
}
