internal import CLinux
package import Descriptors
internal import Glibc
internal import Planes

/// Shared memory that can neither shrink nor grow.
package struct MemfdAllocator: BufferAllocator {
    package init() {}

    package func allocate(width: Int, height: Int) throws(SystemError) -> AllocatedBuffer {
        let size = PictureSize(width: width, height: height)
        let descriptor = try Self.memory(of: size.count)
        let mapping = try Mapping(descriptor, count: size.count, access: .readWrite)
        return AllocatedBuffer(.sharedMemory, descriptor, stride: size.stride, mapping: mapping)
    }

    /// - Parameter count: bytes.
    static func memory(of count: Int) throws(SystemError) -> OwnedDescriptor {
        let flags = PLANEVIEW_MFD_CLOEXEC | PLANEVIEW_MFD_ALLOW_SEALING
        let descriptor = OwnedDescriptor(
            adopting: try systemCall("memfd_create") { unsafe planeview_memfd_create("planeview", flags) })
        let number = descriptor.rawValue
        try systemCall("ftruncate") { ftruncate(number, count) }
        // Nobody who maps the memory, compositor or /dev/udmabuf, may find it gone.
        let seals = PLANEVIEW_SEAL_SHRINK | PLANEVIEW_SEAL_GROW | PLANEVIEW_SEAL_SEAL
        try systemCall("fcntl F_ADD_SEALS") { planeview_add_seals(number, seals) }
        return descriptor
    }
}
