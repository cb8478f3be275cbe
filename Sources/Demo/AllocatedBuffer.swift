package import Descriptors
internal import Glibc
package import Planes

/// New memory for a picture, mapped to be drawn into, all zero.
package struct AllocatedBuffer: ~Copyable {
    package let kind: BufferMemory.Kind
    package let descriptor: OwnedDescriptor
    /// Bytes from one row to the next.
    package let stride: Int
    private let mapping: Mapping

    /// - Parameter mapping: writable.
    init(
        _ kind: BufferMemory.Kind, _ descriptor: consuming OwnedDescriptor, stride: Int,
        mapping: consuming Mapping
    ) {
        self.kind = kind
        self.descriptor = descriptor
        self.stride = stride
        self.mapping = mapping
    }

    /// Puts a picture into the memory, and sees to it that devices find it there.
    ///
    /// - Parameters:
    ///   - pixels: row after row without gaps.
    ///   - width: pixels of a row, as it was allocated.
    /// - Throws: `SystemError` from `DMA_BUF_IOCTL_SYNC`.
    package borrowing func write(_ pixels: [UInt32], width: Int) throws(SystemError) {
        let (row, stride, height) = (width * 4, stride, pixels.count / width)
        precondition(row <= stride && stride * height <= mapping.count, "the picture does not fit its memory")
        if kind == .dmabuf { try descriptor.beginAccess(.write) }
        unsafe pixels.withUnsafeBytes { pixels in
            unsafe mapping.withMutableBytes { memory in
                for y in 0..<height {
                    let source = unsafe UnsafeRawBufferPointer(rebasing: pixels[y * row..<(y + 1) * row])
                    unsafe UnsafeMutableRawBufferPointer(rebasing: memory[y * stride..<y * stride + row])
                        .copyMemory(from: source)
                }
            }
        }
        if kind == .dmabuf { try descriptor.endAccess(.write) }
    }

    /// Ends the writing: unmaps the memory and hands over its descriptor.
    package consuming func finish() -> OwnedDescriptor { descriptor }
}
