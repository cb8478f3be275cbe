internal import Descriptors
internal import Planes

/// One picture of the demo in memory: drawn once, never written again.
final class DemoBuffer {
    let kind: BufferMemory.Kind
    /// Bytes from one row to the next.
    let stride: Int
    let descriptor: OwnedDescriptor

    /// Puts a picture into new memory.
    ///
    /// - Throws: `SystemError` when there is no memory or it cannot be written.
    init(_ picture: Canvas, from allocator: any BufferAllocator) throws(SystemError) {
        let memory = try allocator.allocate(width: picture.width, height: picture.height)
        try memory.write(picture.pixels, width: picture.width)
        kind = memory.kind
        stride = memory.stride
        descriptor = memory.finish()
    }
}
