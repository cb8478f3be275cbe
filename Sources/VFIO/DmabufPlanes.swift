internal import CLinux
internal import Descriptors
internal import Planes

/// Planes as dma-bufs, by id.
final class DmabufPlanes: PlaneAccess {
    let interface = PlaneInterface.dmabuf
    private let device: any DeviceCalls
    private let query: MainlineQuery
    /// Who exports the device's dma-bufs; nil until there is one.
    private var exporter: String?
    /// Ids that must not be fetched again.
    private var spent: Set<UInt32> = []

    /// What bounds `spent`: a guest that pans makes ids without end.
    private static let largestSpent = 65536

    init(_ device: any DeviceCalls) {
        self.device = device
        query = MainlineQuery(device: device, flag: UInt32(VFIO_GFX_PLANE_TYPE_DMABUF))
    }

    func ask(for kind: PlaneKind) -> PlaneAnswer {
        let (error, plane) = query.ask(type: kind.rawValue)
        guard error == 0 else { return .failed(error) }
        return .reply(PlaneReply(plane, kind, named: .number(plane.dmabuf_id)))
    }

    /// One `VFIO_DEVICE_GET_GFX_DMABUF` an identity: a second one for an id that is open corrupts a reference count of
    /// mbochs, and one for an id that was closed frees its pages twice. The cache asks once and keeps what it gets.
    func memory(of plane: Plane) throws(SourceError) -> PlaneMemory {
        guard case .number(let id) = plane.identity.name else { throw .refused("the plane has no dma-buf") }
        guard !spent.contains(id), spent.count < Self.largestSpent else {
            throw .refused(
                "its dma-buf was closed to make room, and mbochs would damage the kernel's memory if it were "
                    + "fetched again; start planeview again to see it")
        }
        do {
            let buffer = try device.dmabuf(id)
            if exporter == nil { exporter = device.exporter(of: buffer) }
            return .file(BufferMemory(.dmabuf, buffer))
        } catch {
            throw SourceError(error)
        }
    }

    /// The kernel counts the references itself: closing the descriptor was all, but for one driver.
    func release(_ identity: BufferIdentity) {
        guard exporter == Self.forgetful, case .number(let id) = identity.name else { return }
        spent.insert(id)
    }

    /// mbochs drops the pages of a dma-buf that is closed, but keeps its id (samples/vfio-mdev/mbochs.c,
    /// mbochs_release_dmabuf). i915 is the other way round: it hands out the number again, for other memory.
    private static let forgetful = "mbochs"
}
