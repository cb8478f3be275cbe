import Descriptors
import Glibc
import Planes

/// A source with pixels that a test paints.
final class PaintedSource: PlaneSource {
    let name = "painted"
    var now = Snapshot()
    /// Thrown instead of a snapshot.
    var error: SourceError?
    /// Thrown instead of memory.
    var memoryError: SourceError?
    /// Planes whose memory is not given now.
    var refused: Set<PlaneKind> = []
    /// Planes whose memory cannot be mapped.
    var unmappable: Set<PlaneKind> = []
    /// Whether memory is handed out as a mapping.
    var isMapped = false
    /// What happens while it is waited, with how often it was.
    var onPause: (Int) -> Void = { _ in }
    private(set) var snapshots = 0
    /// The memory that was handed out, and given back.
    private(set) var fetched: [BufferIdentity] = []
    private(set) var released: [BufferIdentity] = []
    private var pixels: [BufferIdentity: [UInt32]] = [:]

    /// Shows pixels of four bytes.
    func show(
        _ kind: PlaneKind, _ width: UInt32, _ height: UInt32, _ format: Fourcc, _ pixels: [UInt32],
        modifier: Modifier = .linear, x: Int32 = 0, y: Int32 = 0
    ) {
        let layout = BufferLayout(
            width: width, height: height, format: format, modifier: modifier, stride: width * 4)
        let identity = BufferIdentity(.number(kind.rawValue), layout: layout)
        self.pixels[identity] = pixels
        now[kind] = .shown(Plane(kind: kind, identity: identity, position: .init(x: x, y: y)))
    }

    func snapshot() throws(SourceError) -> Snapshot {
        snapshots += 1
        if let error { throw error }
        return now
    }

    func memory(of plane: Plane) throws(SourceError) -> PlaneMemory {
        if let memoryError { throw memoryError }
        if refused.contains(plane.kind) { throw .refused("the guest has moved on") }
        fetched.append(plane.identity)
        do {
            return try Self.memory(
                pixels[plane.identity] ?? [], isMapped, isReadable: !unmappable.contains(plane.kind))
        } catch {
            throw .lost(error.description)
        }
    }

    func release(_ identity: BufferIdentity) { released.append(identity) }

    private static func memory(
        _ pixels: [UInt32], _ isMapped: Bool, isReadable: Bool
    ) throws(SystemError) -> PlaneMemory {
        let size = pixels.count * 4
        let file = try OwnedDescriptor.sealedMemory("planeview-painted", size: UInt64(size))
        let mapping = try Mapping(file, count: size, access: .readWrite)
        unsafe mapping.withMutableBytes { target in
            unsafe pixels.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
        }
        if isMapped { return .mapping(mapping) }
        if isReadable { return .file(BufferMemory(.sharedMemory, file)) }
        // A file that is open for writing only has a size, but cannot be mapped to read.
        let writable = try OwnedDescriptor.open("/proc/self/fd/\(file.rawValue)", O_WRONLY)
        return .file(BufferMemory(.sharedMemory, writable))
    }
}
