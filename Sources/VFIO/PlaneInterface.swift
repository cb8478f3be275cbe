internal import CLinux
internal import Descriptors
internal import Glibc

/// How a device hands out its planes.
package enum PlaneInterface: String, Sendable {
    /// As dma-bufs, by id (`VFIO_GFX_PLANE_TYPE_DMABUF`).
    case dmabuf
    /// In a region of the device (`VFIO_GFX_PLANE_TYPE_REGION`).
    case region

    /// The flag of a query.
    var flag: UInt32 {
        switch self {
        case .dmabuf: UInt32(VFIO_GFX_PLANE_TYPE_DMABUF)
        case .region: UInt32(VFIO_GFX_PLANE_TYPE_REGION)
        }
    }

    /// Asks a device for its interface.
    ///
    /// One type a probe: drivers refuse both at once. The answer is the return code alone, because a probe leaves the
    /// struct untouched.
    ///
    /// - Throws: `DeviceError.noDisplay`, or `.failed` for an answer that no driver gives.
    package static func negotiate(with device: some DeviceCalls, name: String) throws(DeviceError)
        -> PlaneInterface
    {
        for interface in [PlaneInterface.dmabuf, .region] {
            var probe = vfio_device_gfx_plane_info()
            probe.argsz = UInt32(MemoryLayout<vfio_device_gfx_plane_info>.size)
            probe.flags = UInt32(VFIO_GFX_PLANE_TYPE_PROBE) | interface.flag
            switch device.query(&probe) {
            case 0: return interface
            case EINVAL: continue
            case ENOTTY: throw .noDisplay(name)
            case let error:
                throw .failed(
                    name, call: "VFIO_DEVICE_QUERY_GFX_PLANE",
                    reason: SystemError(call: "", errno: error).reason)
            }
        }
        throw .noDisplay(name)
    }
}
