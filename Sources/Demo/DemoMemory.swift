internal import Descriptors
internal import Glibc

/// The demo's buffers, from the best memory that could be had.
struct DemoMemory {
    let buffers: [DemoBuffer]
    /// Where the memory came from.
    let backing: Backing
    /// Why it did not come from something better.
    let refusals: [String]

    /// The files by which memory is had.
    struct Devices: Sendable {
        var udmabuf = "/dev/udmabuf"
        var heap = "/dev/dma_heap/system"
    }

    /// - Parameters:
    ///   - wanted: where the memory must come from; nil for the best that there is.
    ///   - count: how many pictures there are.
    ///   - picture: draws a picture by its index.
    init(
        wanted: Backing?, devices: Devices = Devices(), count: Int, picture: (Int) -> Canvas
    ) throws(DemoError) {
        var refusals: [String] = []
        for backing in wanted.map({ [$0] }) ?? Backing.automatic {
            do throws(SystemError) {
                let allocator = try Self.allocator(for: backing, devices)
                var buffers: [DemoBuffer] = []
                for index in 0..<count { buffers.append(try DemoBuffer(picture(index), from: allocator)) }
                self.buffers = buffers
                self.backing = backing
                self.refusals = refusals
                return
            } catch {
                if let wanted { throw Self.error(error, wanted) }
                refusals.append(Self.reason(error))
            }
        }
        throw .noMemoryAtAll(reasons: refusals.joined(separator: ", "))
    }

    /// Such as "memfd (no /dev/udmabuf, no /dev/dma_heap/system)".
    var description: String {
        refusals.isEmpty ? "\(backing)" : "\(backing) (\(refusals.joined(separator: ", ")))"
    }

    private static func allocator(
        for backing: Backing, _ devices: Devices
    ) throws(SystemError) -> any BufferAllocator {
        switch backing {
        case .udmabuf: try UdmabufAllocator(device: devices.udmabuf)
        case .heap: try HeapAllocator(heap: devices.heap)
        case .memfd: MemfdAllocator()
        case .card(let path): try CardAllocator(card: path)
        }
    }

    private static func error(_ error: SystemError, _ backing: Backing) -> DemoError {
        if case .card(let path) = backing, error.call == "drmDropMaster" {
            return .master(card: path, reason: error.reason)
        }
        return .noMemory(backing, reason: reason(error))
    }

    /// A missing file is named; all else is the call with its reason.
    private static func reason(_ error: SystemError) -> String {
        guard error.errno == ENOENT, error.call.hasPrefix("open ") else { return error.description }
        return "no \(error.call.dropFirst("open ".count))"
    }
}
