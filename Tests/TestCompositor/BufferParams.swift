internal import Descriptors
internal import Glibc
import Wayland

/// A `zwp_linux_buffer_params_v1`: planes that become a buffer.
package final class BufferParams: ServerObject {
    /// One plane's memory.
    package struct Plane {
        package let descriptor: SharedDescriptor
        /// Bytes.
        package let offset, stride: UInt32
        package let modifier: UInt64
    }

    /// What the client asked to import.
    package struct Description {
        package let width, height: Int32
        /// A `DRM_FORMAT_*` code.
        package let format: UInt32
        /// `zwp_linux_buffer_params_v1.flags`.
        package let flags: UInt32
        package let planes: [Plane]
    }

    private var planes: [UInt32: Plane] = [:]
    private var isUsed = false
    /// What is being imported, once the client has asked.
    package private(set) var imported: Description?

    override func handle(_ request: Request) {
        switch request.name {
        case "add": add(request)
        case "create": create(request, from: 0, id: nil)
        case "create_immed": create(request, from: 1, id: request.newID(0))
        default: break
        }
    }

    override func destroyed() { compositor.heldImports.removeAll { $0 === self } }

    /// Answers a `create`.
    func answer(accepting: Bool) {
        guard isAlive, let description = imported else { return }
        if accepting {
            send("created", .object(makeBuffer(id: 0, description)))
        } else {
            send("failed")
        }
    }

    private func add(_ request: Request) {
        guard !isUsed else { return post(error: 0, "the params were used already") }
        let index = request.uint(1)
        guard index < 4 else { return post(error: 1, "plane \(index)") }
        guard planes[index] == nil else { return post(error: 2, "plane \(index) is set twice") }
        planes[index] = Plane(
            descriptor: request.descriptor(0), offset: request.uint(2), stride: request.uint(3),
            modifier: UInt64(request.uint(4)) << 32 | UInt64(request.uint(5)))
    }

    private func create(_ request: Request, from first: Int, id: UInt32?) {
        guard !isUsed else { return post(error: 0, "the params were used already") }
        isUsed = true
        let ordered = (0..<UInt32(planes.count)).compactMap { planes[$0] }
        guard !ordered.isEmpty, ordered.count == planes.count else {
            return post(error: 3, "planes are missing")
        }
        let description = Description(
            width: request.int(first), height: request.int(first + 1), format: request.uint(first + 2),
            flags: request.uint(first + 3), planes: ordered)
        if let (code, message) = objection(to: description) { return post(error: code, message) }
        imported = description
        guard let id else { return answerByPolicy() }
        guard compositor.imports != .refuse else { return post(error: 7, "the import failed") }
        _ = makeBuffer(id: id, description)
    }

    /// The names of the memory files, as /proc shows them.
    private var names: [String] {
        planes.values.map { plane in
            var name = [CChar](repeating: 0, count: 256)
            let path = "/proc/self/fd/\(plane.descriptor.descriptor.rawValue)"
            let count = unsafe readlink(path, &name, name.count)
            let text = String(
                decoding: name.prefix(max(count, 0)).map(UInt8.init(bitPattern:)), as: UTF8.self)
            return String(text.drop { $0 != ":" }.dropFirst().prefix { $0 != " " })
        }
    }

    private func answerByPolicy() {
        switch compositor.imports {
        case .accept: answer(accepting: true)
        case .refuse: answer(accepting: false)
        case .hold: compositor.heldImports.append(self)
        case .accepting(let wanted): answer(accepting: names.allSatisfy(wanted.contains))
        }
    }

    /// The protocol error that a bad description earns.
    private func objection(to description: Description) -> (UInt32, String)? {
        guard description.width > 0, description.height > 0 else {
            return (5, "\(description.width) × \(description.height)")
        }
        for plane in description.planes {
            let pair = FormatModifier(format: description.format, modifier: plane.modifier)
            if compositor.checksFormats, !compositor.feedback.table.contains(pair) {
                return (4, "format \(pair.format), modifier \(pair.modifier)")
            }
            guard let size = try? plane.descriptor.descriptor.size() else { continue }
            let end = UInt64(plane.offset) + UInt64(plane.stride) * UInt64(description.height)
            // Other layouts than linear are the driver's affair, and so are the rows of the smaller planes.
            if plane.modifier == 0, description.planes.count == 1, end > size {
                return (6, "\(end) bytes in a buffer of \(size)")
            }
        }
        let isMixed = Set(description.planes.map(\.modifier)).count > 1
        return version >= 5 && isMixed ? (4, "planes with different modifiers") : nil
    }

    private func makeBuffer(id: UInt32, _ description: Description) -> Buffer {
        let buffer: Buffer = make(WlBuffer.interface, id: id, version: 1)
        buffer.width = description.width
        buffer.height = description.height
        buffer.content = .dmabuf(description)
        compositor.buffersCreated += 1
        return buffer
    }
}
