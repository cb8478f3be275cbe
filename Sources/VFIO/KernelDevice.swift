package import CLinux
package import Descriptors
internal import Glibc
package import Planes

/// A VFIO device of the kernel's, open.
///
/// It is asked, and given a monitor: never reset, and its interrupts never touched, because both would reach the guest.
package final class KernelDevice: DeviceCalls {
    // In the order in which they are let go of: the device before its group, the group before its container.
    private var device: OwnedDescriptor?
    private var group: OwnedDescriptor?
    private var container: OwnedDescriptor?
    private let number: Int32

    init(
        _ device: consuming OwnedDescriptor, group: consuming OwnedDescriptor?,
        container: consuming OwnedDescriptor?
    ) {
        number = device.rawValue
        self.device = consume device
        self.group = consume group
        self.container = consume container
    }

    deinit {
        _ = device.take()
        _ = group.take()
        _ = container.take()
    }

    package func query(_ plane: inout vfio_device_gfx_plane_info) -> Int32 {
        while true {
            if unsafe ioctl(number, UInt(PLANEVIEW_VFIO_DEVICE_QUERY_GFX_PLANE.rawValue), &plane) == 0 {
                return 0
            }
            if errno != EINTR { return errno }
        }
    }

    package func query(_ plane: inout planeview_v11_gfx_plane_info) -> Int32 {
        while true {
            if unsafe ioctl(number, UInt(PLANEVIEW_VFIO_DEVICE_QUERY_GFX_PLANE.rawValue), &plane) == 0 {
                return 0
            }
            if errno != EINTR { return errno }
        }
    }

    package func openFile(_ number: Int32) -> OpenFile? { OpenFile(behind: number) }

    package func dmabuf(_ id: UInt32) throws(SystemError) -> OwnedDescriptor {
        let number = number
        var id = id
        let buffer = OwnedDescriptor(
            adopting: try systemCall("VFIO_DEVICE_GET_GFX_DMABUF") {
                unsafe ioctl(number, UInt(PLANEVIEW_VFIO_DEVICE_GET_GFX_DMABUF.rawValue), &id)
            })
        // mbochs gives descriptors that a started program would inherit (samples/vfio-mdev/mbochs.c, flags 0).
        try buffer.closeOnExec()
        return buffer
    }

    package func regionCount() throws(SystemError) -> UInt32 {
        let number = number
        var information = vfio_device_info()
        information.argsz = UInt32(MemoryLayout<vfio_device_info>.size)
        try systemCall("VFIO_DEVICE_GET_INFO") {
            unsafe ioctl(number, UInt(PLANEVIEW_VFIO_DEVICE_GET_INFO.rawValue), &information)
        }
        return information.num_regions
    }

    package func regionInformation(_ index: UInt32) throws(SystemError) -> [UInt8] {
        let short = try regionInformation(index, size: Self.regionSize)
        // The kernel says how much it has to say. It is asked for exactly that: mbochs before Linux 7 refuses more.
        let wanted = Int(short.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
        guard wanted > Self.regionSize, wanted <= Self.largestRegionInformation else { return short }
        return try regionInformation(index, size: wanted)
    }

    package func read(count: Int, at offset: Int) throws(SystemError) -> [UInt8] {
        let number = number
        var bytes = [UInt8](repeating: 0, count: count)
        let got = try systemCall("pread") { unsafe pread(number, &bytes, count, offset) }
        bytes.removeLast(count - got)
        return bytes
    }

    package func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {
        let number = number
        let count = try systemCall("pwrite") { unsafe pwrite(number, bytes, bytes.count, offset) }
        // Drivers write what they can of it and say how much that was.
        guard count == bytes.count else { throw SystemError(call: "pwrite", errno: EIO) }
    }

    package func map(count: Int, at offset: Int) throws(SystemError) -> PlaneMemory {
        .mapping(try Mapping(lent: number, count: count, offset: offset, access: .read))
    }

    package func exporter(of buffer: borrowing OwnedDescriptor) -> String? { Self.exporter(of: buffer) }

    /// The driver that made a dma-buf of this process's; nil when the kernel does not say.
    static func exporter(of buffer: borrowing OwnedDescriptor) -> String? {
        // Documentation/filesystems/proc.rst, "DMA Buffer files".
        let lines = FileTree().text("/proc/self/fdinfo/\(buffer.rawValue)")?.split(separator: "\n") ?? []
        guard let line = lines.first(where: { $0.hasPrefix("exp_name:") }) else { return nil }
        return line.dropFirst("exp_name:".count).drop { $0 == "\t" || $0 == " " }.description
    }

    /// `sizeof(struct vfio_region_info)`.
    private static let regionSize = 32
    /// More than any driver has to say of a region.
    private static let largestRegionInformation = 65536

    private func regionInformation(_ index: UInt32, size: Int) throws(SystemError) -> [UInt8] {
        let number = number
        var bytes = [UInt8](repeating: 0, count: size)
        for (offset, value) in [(0, UInt32(size)), (8, index)] {
            for byte in 0..<4 {
                bytes[offset + byte] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(byte)))
            }
        }
        try systemCall("VFIO_DEVICE_GET_REGION_INFO") {
            unsafe ioctl(number, UInt(PLANEVIEW_VFIO_DEVICE_GET_REGION_INFO.rawValue), &bytes)
        }
        return bytes
    }
}
