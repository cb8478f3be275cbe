internal import CLinux
internal import Descriptors
internal import Planes

/// Planes as the mail of July 2017 has them ('[PATCH v11 1/1] vfio: ABI for mdev display dma-buf operation'): the query
/// itself opens a dma-buf in the caller's table, or names the number of one that it has opened there before. The caller
/// compares the number to see which, and closes what it does not need.
///
/// A number is believed when it is one that is held here, or when it is nobody else's and a dma-buf stands behind it. Held
/// numbers cannot go to another file, so a hit needs no system call.
final class DescriptorPlanes: PlaneAccess {
    let interface = PlaneInterface.descriptor
    private let device: any DeviceCalls
    private var held: [Int32: HeldDescriptor] = [:]
    /// Numbers of those that the cache has not asked for.
    private var unclaimed: [Int32] = []
    private var snapshot = 0

    init(_ device: any DeviceCalls) {
        self.device = device
    }

    func ask(for kind: PlaneKind) -> PlaneAnswer {
        var question = planeview_v11_gfx_plane_info()
        question.argsz = UInt32(MemoryLayout<planeview_v11_gfx_plane_info>.size)
        question.drm_plane_type = kind.rawValue
        question.fd = -1
        let (error, plane) = VFIO.ask(with: question) { device.query(&$0) }
        guard error == 0 else { return .failed(error) }
        var reply = PlaneReply(
            kind: kind, name: .descriptor(plane.fd, inode: 0), format: Fourcc(rawValue: plane.drm_format),
            modifier: .implicit, width: plane.width, height: plane.height, stride: plane.stride,
            size: plane.size, x: plane.x_pos, y: plane.y_pos)
        // Whatever number an empty reply names (0 in a struct that was cleared), it is none.
        guard !reply.isOff else { return .reply(reply) }
        do throws(Rejection) {
            let buffer = try buffer(plane.fd, reply.layout)
            buffer.snapshot = snapshot
            reply.name = .descriptor(buffer.number, inode: buffer.inode)
            return .reply(reply)
        } catch {
            return .rejected(error)
        }
    }

    func memory(of plane: Plane) throws(SourceError) -> PlaneMemory {
        guard case .descriptor(let number, let inode) = plane.identity.name, let buffer = held[number],
            buffer.inode == inode
        else { throw .refused("the device has moved on to another dma-buf") }
        if let descriptor = buffer.descriptor.take() {
            buffer.owner = plane.identity
            unclaimed.removeAll { $0 == number }
            return .file(BufferMemory(.dmabuf, descriptor))
        }
        // The same dma-buf in another layout: its descriptor is in the cache already, with the first one's `wl_buffer`.
        do {
            return .file(BufferMemory(.dmabuf, try .duplicate(of: number)))
        } catch {
            throw SourceError(error)
        }
    }

    /// From here on the number may be another file's.
    func release(_ identity: BufferIdentity) {
        guard case .descriptor(let number, _) = identity.name, held[number]?.owner == identity else { return }
        held[number] = nil
    }

    /// What nobody asked for and the device does not name any more is closed.
    func finishSnapshot() {
        if !unclaimed.isEmpty {
            unclaimed.removeAll { number in
                let isStale = held[number]?.snapshot != snapshot
                if isStale { held[number] = nil }
                return isStale
            }
        }
        snapshot &+= 1
    }

    /// Takes over a descriptor that the device has opened.
    ///
    /// - Throws: when it is not there, or not what it should be: it is left alone then.
    private func adopt(_ number: Int32, _ layout: BufferLayout) throws(Rejection) -> HeldDescriptor {
        guard number >= 0 else { throw .descriptor(number, .missing) }
        guard !OwnedDescriptor.isOwned(number) else { throw .descriptor(number, .recycled) }
        guard let file = device.openFile(number) else { throw .descriptor(number, .notOpen) }
        guard file.isDMABuf else { throw .descriptor(number, .notADMABuf) }
        let descriptor = OwnedDescriptor(adopting: number)
        try? descriptor.closeOnExec()
        return HeldDescriptor(descriptor, inode: file.inode, layout: layout)
    }

    /// The dma-buf behind a number that the device named for a picture.
    ///
    /// - Throws: when the number cannot be believed.
    func buffer(_ number: Int32, _ layout: BufferLayout) throws(Rejection) -> HeldDescriptor {
        if let known = held[number] { return known }
        let new = try adopt(number, layout)
        // Another descriptor of a dma-buf that is held is closed again, with `new`.
        if let older = held.values.first(where: { $0.inode == new.inode && $0.layout == layout }) {
            return older
        }
        held[number] = new
        unclaimed.append(number)
        return new
    }
}

extension PlaneReply {
    fileprivate var layout: BufferLayout {
        BufferLayout(width: width, height: height, format: format, modifier: modifier, stride: stride)
    }
}
