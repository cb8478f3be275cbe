internal import CLinux
internal import Descriptors
internal import Glibc
internal import Planes

/// What a lender answers about the device that it lends.
final class LenderAnswers {
    /// A reply, and what goes with it.
    struct Answer: ~Copyable {
        var reply: LoanReply
        var bytes: [UInt8] = []
        var file: OwnedDescriptor?

        init(_ call: LoanCall, error: Int32 = 0) {
            reply = LoanReply(call, error: error)
        }

        /// The file's number, as long as this answer lives.
        var fileNumber: Int32? {
            switch file {
            case .some(let file): file.rawValue
            case .none: nil
            }
        }
    }

    private let device: any DeviceCalls
    /// The region that the last query named as the screen's.
    private var screen: UInt32?
    private var pictures: [UInt32: LentPicture] = [:]
    private var lastPicture: UInt32 = 0

    /// A screen has one picture at a time; those that went before are let go of soon.
    private static let largestPictureCount = 16

    init(_ device: any DeviceCalls) {
        self.device = device
    }

    /// - Returns: nil for what this program never asks.
    func answer(_ request: LoanRequest) -> Answer? {
        guard let call = LoanCall(rawValue: request.call) else { return nil }
        var answer = Answer(call)
        do throws(SystemError) {
            switch call {
            case .open, .end: return nil
            case .query:
                guard Self.isQuery(request.plane) else { return nil }
                answer.reply.plane = request.plane
                answer.reply.error = device.query(&answer.reply.plane)
                note(answer.reply)
            case .dmabuf: answer.file = try device.dmabuf(request.number)
            case .regionCount: answer.reply.number = try device.regionCount()
            case .regionInformation:
                answer.bytes = try device.regionInformation(request.number)
                let room = LoanReply.longest - MemoryLayout<LoanReply>.size
                guard answer.bytes.count <= room else {
                    throw SystemError(call: "VFIO_DEVICE_GET_REGION_INFO", errno: EMSGSIZE)
                }
            case .map: try map(request, &answer)
            case .fetch:
                guard let picture = pictures[request.number] else { return nil }
                try picture.fetch()
            case .unmap:
                guard pictures.removeValue(forKey: request.number) != nil else { return nil }
            }
            return answer
        } catch {
            return Answer(call, error: error.errno)
        }
    }

    /// Whether it is a mainline query: of one type of planes, or a probe for one.
    private static func isQuery(_ plane: vfio_device_gfx_plane_info) -> Bool {
        let type = plane.flags & ~UInt32(VFIO_GFX_PLANE_TYPE_PROBE)
        return plane.argsz == UInt32(MemoryLayout<vfio_device_gfx_plane_info>.size)
            && (type == UInt32(VFIO_GFX_PLANE_TYPE_DMABUF) || type == UInt32(VFIO_GFX_PLANE_TYPE_REGION))
    }

    private func note(_ reply: LoanReply) {
        guard reply.error == 0, reply.plane.flags == UInt32(VFIO_GFX_PLANE_TYPE_REGION) else { return }
        screen = reply.plane.region_index
    }

    /// Makes memory for the screen's picture. Of no other region is anything read.
    private func map(_ request: LoanRequest, _ answer: inout Answer) throws(SystemError) {
        guard let screen else { throw SystemError(call: "mmap", errno: EPERM) }
        let region = CapabilityChain(try device.regionInformation(screen))
        guard region.flags & RegionPlanes.mappable == RegionPlanes.mappable,
            request.offset == region.fileOffset, request.count <= region.size,
            let offset = Int(exactly: request.offset), let count = Int(exactly: request.count), count > 0
        else { throw SystemError(call: "mmap", errno: EPERM) }
        guard pictures.count < Self.largestPictureCount else {
            throw SystemError(call: "mmap", errno: ENOMEM)
        }
        let memory = try OwnedDescriptor.sealedMemory("planeview-lent", size: UInt64(count))
        lastPicture &+= 1
        pictures[lastPicture] = try LentPicture(
            of: device.map(count: count, at: offset), in: memory, count: count)
        answer.reply.number = lastPicture
        answer.file = consume memory
    }
}
