internal import CLinux
package import Descriptors
internal import Glibc
internal import Planes

/// A dma-buf of a dma-heap (include/uapi/linux/dma-heap.h).
package final class HeapAllocator: BufferAllocator {
    private let heap: OwnedDescriptor

    /// - Throws: `SystemError` when the heap's file cannot be opened.
    package init(heap path: String = "/dev/dma_heap/system") throws(SystemError) {
        heap = try OwnedDescriptor.open(path, O_RDONLY)
    }

    package func allocate(width: Int, height: Int) throws(SystemError) -> AllocatedBuffer {
        let size = PictureSize(width: width, height: height)
        var request = dma_heap_allocation_data()
        request.len = UInt64(size.count)
        request.fd_flags = UInt32(O_RDWR | O_CLOEXEC)
        let number = heap.rawValue
        try systemCall("DMA_HEAP_IOCTL_ALLOC") {
            unsafe ioctl(number, UInt(PLANEVIEW_DMA_HEAP_IOCTL_ALLOC.rawValue), &request)
        }
        let descriptor = OwnedDescriptor(adopting: Int32(bitPattern: request.fd))
        let mapping = try Mapping(descriptor, count: size.count, access: .readWrite)
        return AllocatedBuffer(.dmabuf, descriptor, stride: size.stride, mapping: mapping)
    }
}
