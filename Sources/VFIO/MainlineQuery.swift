internal import CLinux
internal import Planes

/// `VFIO_DEVICE_QUERY_GFX_PLANE` by the mainline ABI (Linux 4.16 and later, include/uapi/linux/vfio.h).
struct MainlineQuery {
    let device: any DeviceCalls
    /// `VFIO_GFX_PLANE_TYPE_DMABUF` or `VFIO_GFX_PLANE_TYPE_REGION`.
    let flag: UInt32

    /// - Parameter type: an `enum drm_plane_type`.
    /// - Returns: 0 and what the device wrote, or an `errno`.
    func ask(type: UInt32) -> (error: Int32, answer: vfio_device_gfx_plane_info) {
        var plane = vfio_device_gfx_plane_info()
        plane.argsz = UInt32(MemoryLayout<vfio_device_gfx_plane_info>.size)
        plane.flags = flag
        plane.drm_plane_type = type
        return VFIO.ask(with: plane) { device.query(&$0) }
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
