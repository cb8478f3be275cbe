internal import CLinux
internal import Glibc
internal import Planes

/// `VFIO_DEVICE_QUERY_GFX_PLANE` by the mainline ABI (Linux 4.16 and later, include/uapi/linux/vfio.h).
struct MainlineQuery {
    let device: any DeviceCalls
    /// `VFIO_GFX_PLANE_TYPE_DMABUF` or `VFIO_GFX_PLANE_TYPE_REGION`.
    let flag: UInt32

    /// - Parameter type: an `enum drm_plane_type`.
    /// - Returns: 0 and what the device wrote, or an `errno`.
    func ask(type: UInt32) -> (error: Int32, plane: vfio_device_gfx_plane_info) {
        var plane = query(type)
        var error = device.query(&plane)
        if error == ENOMEM {
            // mbochs answers the first query of each new geometry so, and the next one well (samples/vfio-mdev/mbochs.c:
            // mbochs_dmabuf_alloc tests the allocation before it is assigned).
            plane = query(type)
            error = device.query(&plane)
        }
        return (error, plane)
    }

    /// A fresh struct for each call: i915 GVT-g leaves it as it was when the plane is off, so that yesterday's plane
    /// would be answered again (drivers/gpu/drm/i915/gvt/dmabuf.c, intel_vgpu_query_plane).
    private func query(_ type: UInt32) -> vfio_device_gfx_plane_info {
        var plane = vfio_device_gfx_plane_info()
        plane.argsz = UInt32(MemoryLayout<vfio_device_gfx_plane_info>.size)
        plane.flags = flag
        plane.drm_plane_type = type
        return plane
    }
}

extension PlaneReply {
    /// - Parameter name: what the device names the memory by.
    init(_ plane: vfio_device_gfx_plane_info, _ kind: PlaneKind, named name: BufferIdentity.Name) {
        self.init(
            kind: kind, name: name, format: Fourcc(rawValue: plane.drm_format),
            modifier: Modifier(rawValue: plane.drm_format_mod), width: plane.width, height: plane.height,
            stride: plane.stride, size: plane.size, x: plane.x_pos, y: plane.y_pos, hotX: plane.x_hot,
            hotY: plane.y_hot)
    }
}
