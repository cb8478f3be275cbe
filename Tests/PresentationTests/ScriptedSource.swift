import Descriptors
import Foundation
import Glibc
import Planes

/// A source that shows what a test puts into it.
final class ScriptedSource: PlaneSource {
    let name = "test"
    var gpu: GPU?
    var isVideo = false
    var descriptor: Int32?
    /// Whether it must be asked, or tells.
    var isPolled = true
    /// What was told of the compositor, in order.
    private(set) var preferences: [PresentableFormats] = []
    /// The pictures that were given back, in order.
    private(set) var returned: [BufferIdentity] = []
    /// Identities that will not come again.
    var gone: Set<BufferIdentity> = []
    /// What the next snapshots are.
    var now = Snapshot()
    /// What is thrown instead.
    var error: SourceError?
    /// Whether each snapshot's screen has a number that was never seen.
    var churns = false
    /// The kind of memory that is handed out.
    var kind = BufferMemory.Kind.dmabuf
    /// The bytes of memory that is handed out; nil for as many as the layout needs.
    var memorySize: UInt64?
    /// Files of memory that is handed out, 1 or 2.
    var fileCount = 1
    /// Whether memory that is handed out can be mapped.
    var canBeRead = true
    /// What is called with memory that is handed out, to draw into it.
    var draw: ((BufferIdentity, borrowing OwnedDescriptor) -> Void)?
    /// The memory of a device that has no dma-bufs; nil for one that has.
    var canvas: Canvas?
    /// What is thrown instead of memory.
    var memoryError: SourceError?
    /// The guest's monitors, in order; nil for each time that there was none.
    private(set) var plugged: [Monitor?] = []
    /// What is thrown when the guest is given a monitor.
    var plugError: SourceError?
    private(set) var fetched: [BufferIdentity] = []
    private(set) var released: [BufferIdentity] = []
    /// The name of the memory files, by which open descriptors are found.
    let fileName = "planeview-scripted-\(UUID().uuidString)"

    func snapshot() throws(SourceError) -> Snapshot {
        if let error { throw error }
        if churns { show((fetched.last?.number ?? 1000) + 1) }
        return now
    }

    func plug(_ monitor: Monitor?) throws(SourceError) {
        plugged.append(monitor)
        if let plugError { throw plugError }
    }

    func memory(of plane: Plane) throws(SourceError) -> PlaneMemory {
        fetched.append(plane.identity)
        if let memoryError { throw memoryError }
        do {
            if let canvas {
                return .mapping(
                    try Mapping(canvas.file, count: Int(plane.layout.byteCount), access: .read))
            }
            let size = memorySize ?? plane.layout.compositorByteCount
            let memory = try OwnedDescriptor.sealedMemory(fileName, size: size)
            draw?(plane.identity, memory)
            if fileCount == 2 {
                let second = try OwnedDescriptor.sealedMemory(
                    fileName, size: plane.layout.compositorByteCount(file: 1))
                return .file(BufferMemory(kind, memory, second: second))
            }
            if canBeRead { return .file(BufferMemory(kind, memory)) }
            // What was opened for writing alone cannot be mapped, as the dma-bufs of some drivers.
            return .file(BufferMemory(kind, try .open("/proc/self/fd/\(memory.rawValue)", O_WRONLY)))
        } catch {
            throw .lost(error.description)
        }
    }

    /// What `receive` throws.
    var end: SourceError?
    /// What `receive` does.
    var onReceive: (() -> Void)?

    func receive() throws(SourceError) {
        onReceive?()
        if let end { throw end }
    }

    func release(_ identity: BufferIdentity) { released.append(identity) }
    func released(_ identity: BufferIdentity) { returned.append(identity) }
    func mayReturn(_ identity: BufferIdentity) -> Bool { !gone.contains(identity) }
    func prefer(_ formats: PresentableFormats) { preferences.append(formats) }

    /// Descriptors of this source's memory that this process has open.
    var openDescriptors: Int { PresentationTests.openDescriptors(of: fileName) }

    /// Shows a screen.
    func show(
        _ id: UInt32, width: UInt32 = 640, height: UInt32 = 480, format: Fourcc = .xrgb8888,
        modifier: Modifier = .linear
    ) {
        let layout = BufferLayout(
            width: width, height: height, format: format, modifier: modifier, stride: width * 4)
        now.primary = .shown(Plane(kind: .primary, identity: BufferIdentity(.number(id), layout: layout)))
    }

    /// Shows a cursor.
    func point(_ id: UInt32, x: Int32, y: Int32, hotspot: Plane.Position? = nil) {
        lay(.cursor, id, 64, 64, x: x, y: y, hotspot: hotspot)
    }

    /// Shows an overlay.
    func cover(_ id: UInt32, x: Int32, y: Int32) { lay(.overlay, id, 100, 50, x: x, y: y) }

    private func lay(
        _ kind: PlaneKind, _ id: UInt32, _ width: UInt32, _ height: UInt32, x: Int32, y: Int32,
        hotspot: Plane.Position? = nil
    ) {
        let layout = BufferLayout(width: width, height: height, format: .argb8888, stride: width * 4)
        now[kind] = .shown(
            Plane(
                kind: kind, identity: BufferIdentity(.number(id), layout: layout),
                position: Plane.Position(x: x, y: y), hotspot: hotspot))
    }
}

/// How many descriptors of this process are of the memory files with that name. Other tests run beside this one, so
/// the number of all descriptors says nothing.
func openDescriptors(of name: String) -> Int {
    let folder = "/proc/self/fd"
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return numbers.count { number in
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/" + number)
        return target == "/memfd:\(name) (deleted)"
    }
}

extension BufferIdentity {
    fileprivate var number: UInt32? {
        if case .number(let number) = name { number } else { nil }
    }
}
