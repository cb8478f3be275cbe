package import Descriptors

/// Where memory for pictures of 32-bit pixels comes from.
///
/// One type a kind of memory. Making the allocator opens what it needs; it holds no buffer that it has made.
package protocol BufferAllocator {
    /// - Parameters:
    ///   - width: pixels, at least 1.
    ///   - height: pixels, at least 1.
    /// - Throws: `SystemError` with the call that the memory failed at.
    func allocate(width: Int, height: Int) throws(SystemError) -> AllocatedBuffer
}

/// How allocators that choose the layout themselves lay out a picture.
package struct PictureSize: Equatable, Sendable {
    /// Bytes from one row to the next.
    package let stride: Int
    /// Bytes in whole pages.
    package let count: Int

    /// - Parameters:
    ///   - width: pixels of 32 bits.
    ///   - height: pixels.
    package init(width: Int, height: Int) {
        // Display engines and texture units want rows that begin at multiples of 64 (Intel) or 256 bytes (AMD).
        stride = (width * 4 + 255) / 256 * 256
        count = (stride * height + 4095) / 4096 * 4096
    }
}
