import Descriptors
import Planes
import Testing

@testable import QEMU

/// A listener and QEMU's side of it, in one loop.
final class Viewing {
    let loop: EventLoop
    let listener: DisplayListener
    private(set) var host: ListenerHost?
    var screen: Screen { listener.screen }

    /// PIXMAN_x8r8g8b8.
    static let xrgb: UInt32 = 0x2002_0888

    /// - Parameter dmabufs: files of this kind are taken for dma-bufs: there are none on this machine.
    init(dmabufs: ((borrowing OwnedDescriptor) -> SharedBuffer.Kind?)? = nil) throws {
        loop = try EventLoop()
        let pair = try SocketPair()
        let host = try ListenerHost(on: pair.second.duplicate(), in: loop)
        self.host = host
        listener = try DisplayListener(
            on: pair.takeFirst(), in: loop,
            Screen(dmabufs.map { SharedBuffers(kindOf: $0) } ?? SharedBuffers()))
        // sd-bus sends no descriptor before both have shaken hands, and would wait for that where it stands.
        try host.call("GetAll", of: Names.properties) { (call) throws(BusError) in try call.append("") }
    }

    func requireHost() throws -> ListenerHost { try #require(host) }

    /// QEMU's side is gone.
    func die() { host = nil }

    /// Lets both sides run until something is so.
    func run(until isDone: () -> Bool) throws {
        let deadline = Instant.now + .seconds(20)
        while !isDone() {
            try #require(.now < deadline, "it does not come to pass")
            try loop.turn(timeout: 50)
        }
    }

    /// The plane that is shown.
    func plane(_ kind: PlaneKind = .primary) throws -> Plane {
        guard case .shown(let plane) = screen.snapshot()[kind] else {
            throw SourceError.refused("nothing is shown")
        }
        return plane
    }

    /// Whether nothing is shown.
    func isOff(_ kind: PlaneKind = .primary) -> Bool { screen.snapshot()[kind] == .off }

    /// The plane's pixels, 0xAARRGGBB.
    func pixels(_ kind: PlaneKind = .primary) throws -> [UInt32] {
        let plane = try plane(kind)
        let memory = HeldMemory(try screen.memory(of: plane), plane.layout)
        defer { screen.release(plane.identity) }
        let image = try memory.read { PlaneImage(plane.layout, isFlipped: plane.isFlipped, in: $0) }
        return try #require(image).pixels
    }

    func scanout(
        _ width: UInt32, _ height: UInt32, stride: UInt32? = nil, format: UInt32 = xrgb, _ data: [UInt32]
    ) throws {
        try requireHost().call("Scanout") { (call) throws(BusError) in
            try append(call, [width, height, stride ?? width * 4, format])
            try append(call, pixels: data)
        }
    }

    func update(
        _ x: Int32, _ y: Int32, _ width: Int32, _ height: Int32, _ data: [UInt32]
    ) throws {
        try requireHost().call("Update") { (call) throws(BusError) in
            try append(call, [x, y, width, height])
            try append(call, [UInt32(bitPattern: width) &* 4, Viewing.xrgb])
            try append(call, pixels: data)
        }
    }
}

/// Memory with pixels in it, that may shrink.
func sharedMemory(_ pixels: [UInt32], offset: Int = 0, size: Int? = nil) throws -> OwnedDescriptor {
    let count = size ?? offset + pixels.count * 4
    let memory = try OwnedDescriptor.shrinkableMemory(count)
    let mapping = try Mapping(memory, count: count, access: .readWrite)
    unsafe mapping.withMutableBytes { bytes in
        unsafe pixels.withUnsafeBytes { source in
            for index in source.indices where offset + index < bytes.count {
                unsafe bytes[offset + index] = unsafe source[index]
            }
        }
    }
    return memory
}
