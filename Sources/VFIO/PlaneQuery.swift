internal import CLinux
internal import Descriptors
internal import Glibc
internal import Planes

/// Asks a device for one plane, by the mainline ABI (Linux 4.16 and later, include/uapi/linux/vfio.h).
struct PlaneQuery {
    let device: any DeviceCalls
    let interface: PlaneInterface

    /// What the device answered.
    enum Answer: Equatable {
        case reply(PlaneReply)
        /// The call failed with this `errno`.
        case failed(Int32)
    }

    func ask(for kind: PlaneKind) -> Answer {
        var plane = query(kind)
        var error = device.query(&plane)
        if error == ENOMEM {
            // mbochs answers the first query of each new geometry so, and the next one well (samples/vfio-mdev/mbochs.c:
            // mbochs_dmabuf_alloc tests the allocation before it is assigned).
            plane = query(kind)
            error = device.query(&plane)
        }
        guard error == 0 else { return .failed(error) }
        return .reply(
            PlaneReply(
                kind: kind,
                name: interface == .dmabuf ? .number(plane.dmabuf_id) : .region(plane.region_index),
                format: Fourcc(rawValue: plane.drm_format),
                modifier: Modifier(rawValue: plane.drm_format_mod),
                width: plane.width, height: plane.height, stride: plane.stride, size: plane.size,
                x: plane.x_pos,
                y: plane.y_pos, hotX: plane.x_hot, hotY: plane.y_hot))
    }

    /// A fresh struct for each call: i915 GVT-g leaves it as it was when the plane is off, so that yesterday's plane
    /// would be answered again (drivers/gpu/drm/i915/gvt/dmabuf.c, intel_vgpu_query_plane).
    private func query(_ kind: PlaneKind) -> vfio_device_gfx_plane_info {
        var plane = vfio_device_gfx_plane_info()
        plane.argsz = UInt32(MemoryLayout<vfio_device_gfx_plane_info>.size)
        plane.flags = interface.flag
        plane.drm_plane_type = kind.rawValue
        return plane
    }
}
