package import Descriptors
internal import Planes

/// Shared memory that can neither shrink nor grow.
package struct MemfdAllocator: BufferAllocator {
    package init() {}

    package func allocate(width: Int, height: Int) throws(SystemError) -> AllocatedBuffer {
        let size = PictureSize(width: width, height: height)
        let descriptor = try OwnedDescriptor.sealedMemory("planeview-demo", size: UInt64(size.count))
        let mapping = try Mapping(descriptor, count: size.count, access: .readWrite)
        return AllocatedBuffer(.sharedMemory, descriptor, stride: size.stride, mapping: mapping)
    }
}
