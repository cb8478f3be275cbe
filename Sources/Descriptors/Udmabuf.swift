internal import CLinux
internal import Glibc

/// /dev/udmabuf (include/uapi/linux/udmabuf.h), which is opened when it is first needed. It takes 64 MB at once unless its
/// module was told otherwise (size_limit_mb).
package final class Udmabuf: DmabufExporter {
    private let path: String
    private var device: OwnedDescriptor?

    package init(device path: String = "/dev/udmabuf") {
        self.path = path
    }

    package func export(
        _ memory: borrowing OwnedDescriptor, size: UInt64
    ) throws(SystemError) -> OwnedDescriptor {
        var request = udmabuf_create()
        request.memfd = UInt32(memory.rawValue)
        request.flags = UInt32(UDMABUF_FLAGS_CLOEXEC)
        request.size = size
        let number = try open()
        return OwnedDescriptor(
            adopting: try systemCall("UDMABUF_CREATE") {
                unsafe ioctl(number, UInt(PLANEVIEW_UDMABUF_CREATE.rawValue), &request)
            })
    }

    /// - Returns: the device's descriptor, which stays this object's.
    @discardableResult
    package func open() throws(SystemError) -> Int32 {
        if device == nil { device = try OwnedDescriptor.open(path, O_RDWR) }
        return device?.rawValue ?? -1
    }
}
