package import CLinux
package import Descriptors
import Glibc
package import Planes
package import VFIO

/// A VFIO device in this process, which tests script: it answers as drivers do, with their faults.
package final class TestDevice: DeviceCalls {
    /// The interface that a probe finds; nil for a device without a display.
    package var interface: PlaneInterface? = .dmabuf
    /// What a query of a plane type answers: the fields of a reply. nil is "no plane".
    package var planes: [PlaneKind: Picture] = [:]
    /// How drivers misbehave.
    package var faults = Faults()
    /// Answers of `regionInformation`, by index.
    package var regions: [[UInt8]] = []
    /// What can be read from regions, by offset in the device's file.
    package var registers: [Int: UInt32] = [:]

    /// Each query's plane type, probes apart, in order.
    package private(set) var queries: [PlaneKind] = []
    /// Each id that a dma-buf was asked for, in order.
    package private(set) var fetched: [UInt32] = []
    private var lastGeometry: [PlaneKind: [UInt32]] = [:]

    package init() {}

    /// What a plane shows.
    package struct Picture {
        package var id: UInt32
        package var format: Fourcc
        package var modifier = Modifier.linear
        package var width: UInt32
        package var height: UInt32
        /// Bytes.
        package var stride: UInt32
        package var position = Plane.Position.zero
        package var hotX = UInt32.max
        package var hotY = UInt32.max
        /// The bytes that the dma-buf really has; nil for as many as the picture needs.
        package var memory: UInt64?

        package init(id: UInt32, format: Fourcc = .xrgb8888, width: UInt32, height: UInt32) {
            self.id = id
            self.format = format
            self.width = width
            self.height = height
            stride = width &* 4
        }
    }

    /// Faults of real drivers, each found in the kernel's source.
    package struct Faults {
        /// mbochs: the first query of each new geometry answers ENOMEM.
        package var refusesNewGeometryOnce = false
        /// i915 GVT-g: a query of a plane that is off leaves the struct as it was.
        package var leavesStructWhenOff = false
        /// i915 GVT-g: plane types that it does not know answer EINVAL.
        package var unknownTypes: Set<PlaneKind> = []
        /// mdpy: every plane type answers the same.
        package var answersPrimaryToAll = false
        /// Every query answers this `errno`.
        package var queryError: Int32 = 0
        /// Every fetch of a dma-buf answers this `errno`.
        package var fetchError: Int32 = 0
        /// Every query answers a new id.
        package var churnsIDs = false
    }

    package func query(_ plane: inout vfio_device_gfx_plane_info) -> Int32 {
        guard let interface else { return ENOTTY }
        if plane.argsz < 60 { return EINVAL }
        let type =
            interface == .dmabuf ? UInt32(VFIO_GFX_PLANE_TYPE_DMABUF) : UInt32(VFIO_GFX_PLANE_TYPE_REGION)
        if plane.flags == type | UInt32(VFIO_GFX_PLANE_TYPE_PROBE) { return 0 }
        guard plane.flags == type, let kind = PlaneKind(rawValue: plane.drm_plane_type) else { return EINVAL }
        queries.append(kind)
        if faults.queryError != 0 { return faults.queryError }
        if faults.unknownTypes.contains(kind) { return EINVAL }
        guard var picture = planes[faults.answersPrimaryToAll ? .primary : kind] else {
            if !faults.leavesStructWhenOff { plane = Self.cleared(plane) }
            return 0
        }
        let geometry = [picture.width, picture.height, picture.stride]
        if faults.refusesNewGeometryOnce && lastGeometry[kind] != geometry {
            lastGeometry[kind] = geometry
            return ENOMEM
        }
        if faults.churnsIDs {
            picture.id = UInt32(queries.count)
            planes[kind] = picture
        }
        plane.drm_format = picture.format.rawValue
        plane.drm_format_mod = picture.modifier.rawValue
        plane.width = picture.width
        plane.height = picture.height
        plane.stride = picture.stride
        plane.size = picture.stride &* picture.height
        plane.x_pos = UInt32(bitPattern: picture.position.x)
        plane.y_pos = UInt32(bitPattern: picture.position.y)
        plane.x_hot = picture.hotX
        plane.y_hot = picture.hotY
        plane.dmabuf_id = picture.id
        return 0
    }

    package func dmabuf(_ id: UInt32) throws(SystemError) -> OwnedDescriptor {
        fetched.append(id)
        if faults.fetchError != 0 {
            throw SystemError(call: "VFIO_DEVICE_GET_GFX_DMABUF", errno: faults.fetchError)
        }
        guard let picture = planes.values.first(where: { $0.id == id }) else {
            throw SystemError(call: "VFIO_DEVICE_GET_GFX_DMABUF", errno: ENOENT)
        }
        let needed = UInt64(picture.stride) * UInt64(picture.height)
        return try .sealedMemory("planeview-test-device", size: picture.memory ?? needed)
    }

    package func regionCount() throws(SystemError) -> UInt32 { UInt32(regions.count) }

    package func regionInformation(_ index: UInt32) throws(SystemError) -> [UInt8] {
        guard Int(index) < regions.count else {
            throw SystemError(call: "VFIO_DEVICE_GET_REGION_INFO", errno: EINVAL)
        }
        return regions[Int(index)]
    }

    package func read(count: Int, at offset: Int) throws(SystemError) -> [UInt8] {
        guard count == 4, let value = registers[offset] else {
            throw SystemError(call: "pread", errno: EFAULT)
        }
        return (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }

    /// "No plane": all zero but for what was asked.
    private static func cleared(_ plane: vfio_device_gfx_plane_info) -> vfio_device_gfx_plane_info {
        var cleared = vfio_device_gfx_plane_info()
        cleared.argsz = plane.argsz
        cleared.flags = plane.flags
        cleared.drm_plane_type = plane.drm_plane_type
        return cleared
    }
}
