internal import CLinux
internal import Descriptors
internal import Glibc
internal import Planes

/// Finds out how a device hands out its planes.
struct Negotiation {
    let device: any DeviceCalls
    /// What people call the device.
    let name: String
    /// What the user insists on; nil leaves it to the device.
    var forced: DisplayABI?

    /// Asks the device, mainline's probes first. Drivers refuse both at once, so it is one type a probe.
    ///
    /// The v11 query comes only after both were refused: its struct is shorter than any that a mainline driver takes, so
    /// that it is refused there, and harmless.
    ///
    /// - Throws: `DeviceError.noDisplay`, `.otherABI`, or `.failed` for an answer that no driver gives.
    func access() throws(DeviceError) -> any PlaneAccess {
        if forced != .v11 {
            for interface in [PlaneInterface.dmabuf, .region] {
                if let access = try probe(interface) { return access }
            }
            if forced == .mainline { throw .otherABI(name, .mainline) }
        }
        guard device.opensDescriptorsHere else {
            throw forced == .v11 ? .foreignDescriptors(name) : .onlyMainline(name)
        }
        let planes = DescriptorPlanes(device)
        switch planes.ask(for: .primary) {
        case .failed(EINVAL): throw forced == nil ? .noDisplay(name) : .otherABI(name, .v11)
        case .failed(ENOTTY): throw .noDisplay(name)
        case .failed(let error): throw failure(error)
        // A device of another process's opens its dma-bufs there.
        case .rejected(.descriptor(_, .notOpen)): throw .foreignDescriptors(name)
        case .reply, .rejected: return planes
        }
    }

    /// Whether the device has any display ABI at all. Asking changes nothing, unless a v11 driver overlooks the flags: the
    /// dma-buf that it opens then is named again, and adopted, when the device is negotiated with.
    static func hasDisplay(_ device: any DeviceCalls) -> Bool {
        var probe = probeStruct(UInt32(VFIO_GFX_PLANE_TYPE_DMABUF))
        return device.query(&probe) != ENOTTY
    }

    /// - Returns: nil when the device refuses the type.
    private func probe(_ interface: PlaneInterface) throws(DeviceError) -> (any PlaneAccess)? {
        let type = interface == .dmabuf ? VFIO_GFX_PLANE_TYPE_DMABUF : VFIO_GFX_PLANE_TYPE_REGION
        let asked = Self.probeStruct(UInt32(type))
        var probe = asked
        switch device.query(&probe) {
        case 0 where probe.isTouched(since: asked):
            guard device.opensDescriptorsHere else { throw .foreignDescriptors(name) }
            return adopted(probe)
        case 0: return interface == .dmabuf ? DmabufPlanes(device) : RegionPlanes(device)
        case EINVAL: return nil
        case ENOTTY: throw .noDisplay(name)
        case let error: throw failure(error)
        }
    }

    /// A mainline driver leaves a probe's struct as it is. One that has filled it does not look at the flags and took it
    /// for a v11 query, which has opened a dma-buf: its fields are read by their places in the shorter struct.
    private func adopted(_ probe: vfio_device_gfx_plane_info) -> DescriptorPlanes {
        let planes = DescriptorPlanes(device)
        let layout = BufferLayout(
            width: UInt32(truncatingIfNeeded: probe.drm_format_mod),
            height: UInt32(truncatingIfNeeded: probe.drm_format_mod >> 32),
            format: Fourcc(rawValue: probe.drm_format), modifier: .implicit, stride: probe.width)
        // One that cannot be believed is left alone, and will be named again.
        _ = try? planes.buffer(Int32(bitPattern: probe.x_pos), layout)
        return planes
    }

    private func failure(_ error: Int32) -> DeviceError {
        .failed(
            name, call: "VFIO_DEVICE_QUERY_GFX_PLANE", reason: SystemError(call: "", errno: error).reason)
    }

    private static func probeStruct(_ type: UInt32) -> vfio_device_gfx_plane_info {
        var probe = vfio_device_gfx_plane_info()
        probe.argsz = UInt32(MemoryLayout<vfio_device_gfx_plane_info>.size)
        probe.flags = UInt32(VFIO_GFX_PLANE_TYPE_PROBE) | type
        probe.drm_plane_type = PlaneKind.primary.rawValue
        // Values that no device answers, so that it can be seen whether it has answered.
        probe.drm_format = 0xaaaa_aaaa
        probe.drm_format_mod = 0xaaaa_aaaa_aaaa_aaaa
        probe.width = 0xaaaa_aaaa
        probe.height = 0xaaaa_aaaa
        probe.stride = 0xaaaa_aaaa
        probe.size = 0xaaaa_aaaa
        probe.x_pos = .max
        return probe
    }
}

extension vfio_device_gfx_plane_info {
    fileprivate func isTouched(since before: vfio_device_gfx_plane_info) -> Bool {
        drm_format != before.drm_format || drm_format_mod != before.drm_format_mod || width != before.width
            || height != before.height || stride != before.stride || size != before.size
            || x_pos != before.x_pos
    }
}
