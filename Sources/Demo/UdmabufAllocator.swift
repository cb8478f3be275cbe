internal import CLinux
package import Descriptors
internal import Glibc
internal import Planes

/// A memfd's pages as a dma-buf, by /dev/udmabuf (include/uapi/linux/udmabuf.h).
package final class UdmabufAllocator: BufferAllocator {
    private let device: OwnedDescriptor

    /// - Throws: `SystemError` when the device file cannot be opened.
    package init(device path: String = "/dev/udmabuf") throws(SystemError) {
        device = try OwnedDescriptor.open(path, O_RDWR)
    }

    package func allocate(width: Int, height: Int) throws(SystemError) -> AllocatedBuffer {
        let size = PictureSize(width: width, height: height)
        // The dma-buf keeps the pages: the memfd may go.
        let memory = try OwnedDescriptor.sealedMemory("planeview-demo", size: UInt64(size.count))
        var request = udmabuf_create()
        request.memfd = UInt32(memory.rawValue)
        request.flags = UInt32(UDMABUF_FLAGS_CLOEXEC)
        request.size = UInt64(size.count)
        let number = device.rawValue
        let descriptor = OwnedDescriptor(
            adopting: try systemCall("UDMABUF_CREATE") {
                unsafe ioctl(number, UInt(PLANEVIEW_UDMABUF_CREATE.rawValue), &request)
            })
        let mapping = try Mapping(descriptor, count: size.count, access: .readWrite)
        return AllocatedBuffer(.dmabuf, descriptor, stride: size.stride, mapping: mapping)
    }
}
