package import Descriptors
internal import Planes

/// A memfd's pages as a dma-buf.
package final class UdmabufAllocator: BufferAllocator {
    private let device: Udmabuf

    /// - Throws: `SystemError` when the device file cannot be opened.
    package init(device path: String = "/dev/udmabuf") throws(SystemError) {
        device = Udmabuf(device: path)
        try device.open()
    }

    package func allocate(width: Int, height: Int) throws(SystemError) -> AllocatedBuffer {
        let size = PictureSize(width: width, height: height)
        // The dma-buf keeps the pages: the memfd may go.
        let memory = try OwnedDescriptor.sealedMemory("planeview-demo", size: UInt64(size.count))
        let descriptor = try device.export(memory, size: UInt64(size.count))
        let mapping = try Mapping(descriptor, count: size.count, access: .readWrite)
        return AllocatedBuffer(.dmabuf, descriptor, stride: size.stride, mapping: mapping)
    }
}
