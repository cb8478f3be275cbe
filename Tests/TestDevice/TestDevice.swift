package import CLinux
package import Descriptors
import Glibc
package import Planes
package import VFIO

/// A VFIO device in this process, which tests script: it speaks each of the ABIs, and answers as drivers do, with their
/// faults.
package final class TestDevice: DeviceCalls {
    /// What the device speaks; nil for one without a display.
    package var interface: PlaneInterface? = .dmabuf
    /// What a query of a plane type answers. nil is "no plane".
    package var planes: [PlaneKind: Picture] = [:]
    /// How drivers misbehave.
    package var faults = Faults()
    /// Answers of `regionInformation`, by index.
    package var regions: [UInt32: [UInt8]] = [:]
    /// What `VFIO_DEVICE_GET_INFO` says.
    package var regionTotal: UInt32 = 9
    /// What can be read from regions, by offset in the device's file.
    package var registers: [Int: UInt32] = [:]
    /// What was written to regions, in order.
    package private(set) var written: [(offset: Int, bytes: [UInt8])] = []
    /// The driver that its dma-bufs say they are from.
    package var exporter = "planeview"

    /// Each query's plane type, probes apart, in order.
    package private(set) var queries: [UInt32] = []
    /// Each call of `VFIO_DEVICE_QUERY_GFX_PLANE`.
    package private(set) var queryCount = 0
    /// Each id that a dma-buf was asked for, in order.
    package private(set) var fetched: [UInt32] = []
    /// The inodes of what was given for them.
    package private(set) var inodes: [UInt64] = []
    /// Offsets in the device's file that were mapped.
    package private(set) var mapped: [Int] = []
    /// What a region's screen is in; nil is memory that nobody draws into.
    package var screen: Screen?
    /// What a guest does between a query and the fetch of what it named.
    package var beforeFetch: (() -> Void)?
    /// Memory that a test draws into.
    package final class Screen {
        package let descriptor: OwnedDescriptor

        package init(_ descriptor: consuming OwnedDescriptor) { self.descriptor = descriptor }
    }
    private let table = DescriptorTable()
    private var lastGeometry: [PlaneKind: [UInt32]] = [:]
    private var lastID: UInt32 = 1000

    package init() {}

    package func query(_ plane: inout vfio_device_gfx_plane_info) -> Int32 {
        queryCount += 1
        guard let interface else { return ENOTTY }
        if interface == .descriptor { return legacyAnswer(&plane) }
        if plane.argsz < 60 { return EINVAL }
        let type =
            interface == .dmabuf ? UInt32(VFIO_GFX_PLANE_TYPE_DMABUF) : UInt32(VFIO_GFX_PLANE_TYPE_REGION)
        if plane.flags == type | UInt32(VFIO_GFX_PLANE_TYPE_PROBE) { return 0 }
        guard plane.flags == type else { return EINVAL }
        var picture: Picture?
        let error = find(plane.drm_plane_type, &picture)
        guard error == 0 else { return error }
        guard let picture else {
            if !faults.leavesStructWhenOff { plane = Self.cleared(plane) }
            return 0
        }
        plane.drm_format = picture.format.rawValue
        plane.drm_format_mod = picture.modifier.rawValue
        plane.width = picture.width
        plane.height = picture.height
        plane.stride = picture.stride
        plane.size = picture.stride &* picture.height
        plane.x_pos = position(picture.position.x)
        plane.y_pos = position(picture.position.y)
        plane.x_hot = picture.hotX
        plane.y_hot = picture.hotY
        plane.dmabuf_id = picture.id
        return 0
    }

    package func query(_ plane: inout planeview_v11_gfx_plane_info) -> Int32 {
        queryCount += 1
        guard let interface else { return ENOTTY }
        // 44 bytes are too few for mainline.
        guard interface == .descriptor, plane.argsz >= 44 else { return EINVAL }
        guard plane.flags == 0 || faults.ignoresFlags else { return EINVAL }
        var picture: Picture?
        let error = find(plane.drm_plane_type, &picture)
        guard error == 0 else { return error }
        guard let picture else {
            if !faults.leavesStructWhenOff { plane = Self.cleared(plane) }
            return 0
        }
        let size = picture.memory ?? UInt64(picture.stride) * UInt64(picture.height)
        do {
            if faults.fetchError != 0 { return faults.fetchError }
            plane.fd = try table.number(for: picture.id, size: size, faults)
        } catch {
            return error.errno
        }
        plane.drm_format = picture.format.rawValue
        plane.width = picture.width
        plane.height = picture.height
        plane.stride = picture.stride
        plane.size = picture.stride &* picture.height
        plane.x_pos = position(picture.position.x)
        plane.y_pos = position(picture.position.y)
        return 0
    }

    package func openFile(_ number: Int32) -> OpenFile? {
        guard let inode = OpenFile(behind: number)?.inode else { return nil }
        return OpenFile(isDMABuf: !faults.isNoDMABuf && table.contains(inode: inode), inode: inode)
    }

    package func dmabuf(_ id: UInt32) throws(SystemError) -> OwnedDescriptor {
        beforeFetch?()
        fetched.append(id)
        if faults.fetchError != 0 {
            throw SystemError(call: "VFIO_DEVICE_GET_GFX_DMABUF", errno: faults.fetchError)
        }
        guard let picture = planes.values.first(where: { $0.id == id }) else {
            throw SystemError(call: "VFIO_DEVICE_GET_GFX_DMABUF", errno: ENOENT)
        }
        let needed = UInt64(picture.stride) * UInt64(picture.height)
        let memory = try OwnedDescriptor.sealedMemory(
            "planeview-test-device", size: picture.memory ?? needed)
        inodes.append(memory.inode())
        return memory
    }

    package func exporter(of buffer: borrowing OwnedDescriptor) -> String? { exporter }

    package func regionCount() throws(SystemError) -> UInt32 { regionTotal }

    package func regionInformation(_ index: UInt32) throws(SystemError) -> [UInt8] {
        guard let region = regions[index] else {
            throw SystemError(call: "VFIO_DEVICE_GET_REGION_INFO", errno: EINVAL)
        }
        return region
    }

    package func read(count: Int, at offset: Int) throws(SystemError) -> [UInt8] {
        guard count == 4, let value = registers[offset] else {
            throw SystemError(call: "pread", errno: EFAULT)
        }
        return (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }

    package func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {
        if faults.writeError != 0 { throw SystemError(call: "pwrite", errno: faults.writeError) }
        written.append((offset, bytes))
    }

    package func map(count: Int, at offset: Int) throws(SystemError) -> PlaneMemory {
        mapped.append(offset)
        if let screen { return .mapping(try Mapping(screen.descriptor, count: count, access: .read)) }
        return .mapping(
            try Mapping(
                .sealedMemory("planeview-test-region", size: UInt64(count)), count: count, access: .read))
    }

    /// The picture that a plane type answers.
    private func find(_ type: UInt32, _ picture: inout Picture?) -> Int32 {
        guard let kind = PlaneKind(rawValue: type) else { return EINVAL }
        queries.append(type)
        if faults.queryError != 0 { return faults.queryError }
        if faults.refusesTypes.contains(type) { return EINVAL }
        guard var found = planes[faults.answersPrimaryToAll ? .primary : kind] else { return 0 }
        let geometry = [found.width, found.height, found.stride]
        if faults.refusesNewGeometryOnce && lastGeometry[kind] != geometry {
            lastGeometry[kind] = geometry
            return ENOMEM
        }
        if faults.churnsIDs {
            lastID += 1
            found.id = lastID
            planes[kind] = found
        }
        picture = found
        return 0
    }

    /// A v11 driver takes what a mainline probe passes for its own struct, if it does not look at the flags.
    private func legacyAnswer(_ plane: inout vfio_device_gfx_plane_info) -> Int32 {
        guard faults.ignoresFlags else { return EINVAL }
        var legacy = planeview_v11_gfx_plane_info()
        legacy.argsz = plane.argsz
        legacy.flags = plane.flags
        legacy.drm_plane_type = plane.drm_plane_type
        queryCount -= 1
        let error = query(&legacy)
        guard error == 0 else { return error }
        plane.drm_format = legacy.drm_format
        plane.drm_format_mod = UInt64(legacy.width) | UInt64(legacy.height) << 32
        plane.width = legacy.stride
        plane.height = legacy.size
        plane.stride = legacy.x_pos
        plane.size = legacy.y_pos
        plane.x_pos = UInt32(bitPattern: legacy.fd)
        return 0
    }

    private func position(_ value: Int32) -> UInt32 {
        faults.losesSign ? value.magnitude : UInt32(bitPattern: value)
    }

    /// "No plane": all zero but for what was asked.
    private static func cleared(_ plane: vfio_device_gfx_plane_info) -> vfio_device_gfx_plane_info {
        var cleared = vfio_device_gfx_plane_info()
        cleared.argsz = plane.argsz
        cleared.flags = plane.flags
        cleared.drm_plane_type = plane.drm_plane_type
        return cleared
    }

    /// "No plane": zero in the descriptor's place, too.
    private static func cleared(_ plane: planeview_v11_gfx_plane_info) -> planeview_v11_gfx_plane_info {
        var cleared = planeview_v11_gfx_plane_info()
        cleared.argsz = plane.argsz
        cleared.drm_plane_type = plane.drm_plane_type
        return cleared
    }
}
