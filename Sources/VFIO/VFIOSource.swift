internal import Descriptors
internal import Glibc
package import Planes

/// The planes of a VFIO device. The device is asked: it has no way to tell.
package final class VFIOSource: PlaneSource {
    package let name: String

    private let device: any DeviceCalls
    private let query: PlaneQuery
    /// GVT-g writes an error to the kernel's log for each query of a plane type that it does not know, so what failed
    /// at the start is not asked for again.
    private let hasOverlay: Bool
    private let hasCursor: Bool

    /// - Throws: `DeviceError.noDisplay`, `.regionPlanes`.
    package init(_ device: any DeviceCalls, name: String) throws(DeviceError) {
        self.device = device
        self.name = name
        let interface = try PlaneInterface.negotiate(with: device, name: name)
        guard interface == .dmabuf else { throw .regionPlanes(name) }
        query = PlaneQuery(device: device, interface: interface)
        hasOverlay = query.ask(for: .overlay) != .failed(EINVAL)
        hasCursor = query.ask(for: .cursor) != .failed(EINVAL)
    }

    package func snapshot() throws(SourceError) -> Snapshot {
        Snapshot(
            primary: try reading(.primary), overlay: hasOverlay ? try reading(.overlay) : .off,
            cursor: hasCursor ? try reading(.cursor) : .off)
    }

    /// One `VFIO_DEVICE_GET_GFX_DMABUF` an identity: a second one for an id that is open corrupts a reference count of
    /// mbochs, and one for an id that was closed frees its pages twice. The cache asks once and keeps what it gets.
    package func memory(of plane: Plane) throws(SourceError) -> PlaneMemory {
        guard case .number(let id) = plane.identity.name else { throw .refused("the plane has no dma-buf") }
        do {
            return .file(BufferMemory(.dmabuf, try device.dmabuf(id)))
        } catch {
            throw Self.isGone(error.errno)
                ? .lost("the device \(name) is gone: \(error)") : .refused("\(error)")
        }
    }

    /// The kernel counts the references itself: closing the descriptor was all.
    package func release(_ identity: BufferIdentity) {}

    private func reading(_ kind: PlaneKind) throws(SourceError) -> Snapshot.Reading {
        switch query.ask(for: kind) {
        case .reply(let reply):
            do {
                return try reply.checked().map { .shown($0) } ?? .off
            } catch {
                return .kept(.rejected(error))
            }
        case .failed(let error) where Self.isGone(error):
            throw .lost(
                "the device \(name) is gone: \(SystemError(call: "VFIO_DEVICE_QUERY_GFX_PLANE", errno: error).reason)"
            )
        case .failed(let error):
            return .kept(.refused(Self.refusal(error)))
        }
    }

    /// Whether a device that answers so will never answer again.
    private static func isGone(_ error: Int32) -> Bool {
        error == ENODEV || error == ENXIO || error == ENOTTY
    }

    /// The sentence for a query that failed, made once an error and not once a poll.
    private static func refusal(_ error: Int32) -> String {
        refusals[Int(error)] ?? "VFIO_DEVICE_QUERY_GFX_PLANE failed"
    }

    private static let refusals: [Int: String] = Dictionary(
        uniqueKeysWithValues: [EINVAL, EFAULT, ENOMEM, ENOSPC, EIO, EAGAIN].map { error in
            (Int(error), SystemError(call: "VFIO_DEVICE_QUERY_GFX_PLANE", errno: error).description)
        })
}
