internal import CLinux
internal import Descriptors
internal import Glibc
internal import Planes

/// The screen in a region of the device. There is one plane: drivers of this kind do not look at the plane's type.
final class RegionPlanes: PlaneAccess {
    let interface = PlaneInterface.region
    private let device: any DeviceCalls
    private let query: MainlineQuery
    /// What to ask for: the primary plane, or what QEMU asks for.
    private var type = PlaneKind.primary.rawValue

    init(_ device: any DeviceCalls) {
        self.device = device
        query = MainlineQuery(device: device, flag: UInt32(VFIO_GFX_PLANE_TYPE_REGION))
    }

    func ask(for kind: PlaneKind) -> PlaneAnswer {
        guard kind == .primary else { return .reply(.off(kind)) }
        var (error, plane) = query.ask(type: type)
        if error == EINVAL && type != Self.zero {
            // QEMU leaves the type at zero (hw/vfio/display.c, vfio_display_region_update), and closed drivers were
            // written against QEMU.
            (error, plane) = query.ask(type: Self.zero)
            if error == 0 { type = Self.zero }
        }
        guard error == 0 else { return .failed(error) }
        return .reply(PlaneReply(plane, kind, named: .region(plane.region_index)))
    }

    /// Maps the picture where `VFIO_DEVICE_GET_REGION_INFO` says that the region is. The index may lie beyond the number
    /// of regions that the device tells (mdpy: 16 of 9).
    func memory(of plane: Plane) throws(SourceError) -> PlaneMemory {
        guard case .region(let index) = plane.identity.name else { throw .refused("the plane has no region") }
        let region: CapabilityChain
        do {
            region = CapabilityChain(try device.regionInformation(index))
        } catch {
            throw SourceError(error)
        }
        guard region.flags & Self.mappable == Self.mappable else {
            throw .refused("region \(index) of the device cannot be mapped")
        }
        let needed = plane.layout.byteCount
        guard needed <= region.size, let count = Int(exactly: needed),
            let offset = Int(exactly: region.fileOffset)
        else { throw .refused("\(Rejection.memory(region.size, needed: needed))") }
        do {
            return try device.map(count: count, at: offset)
        } catch {
            throw SourceError(error)
        }
    }

    static let mappable = UInt32(VFIO_REGION_INFO_FLAG_READ) | UInt32(VFIO_REGION_INFO_FLAG_MMAP)
    /// `DRM_PLANE_TYPE_OVERLAY`, and what a struct has that nobody filled.
    private static let zero: UInt32 = 0
}

extension PlaneReply {
    /// "No plane."
    fileprivate static func off(_ kind: PlaneKind) -> PlaneReply {
        PlaneReply(
            kind: kind, name: .number(0), format: Fourcc(rawValue: 0), width: 0, height: 0, stride: 0, size: 0
        )
    }
}
