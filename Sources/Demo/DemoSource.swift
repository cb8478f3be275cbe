package import Descriptors
package import Planes

/// The built-in device: a test card that moves, and a cursor that goes its own way.
///
/// Its pictures are drawn before the first snapshot and never written again, so a flip costs nothing.
package final class DemoSource: PlaneSource {
    package let name = "demo"
    /// Nothing tells of a change: the device must be asked.
    package var descriptor: Int32? { nil }

    /// Which memory is used, and why none that is better, such as
    /// "memfd (no /dev/udmabuf, no /dev/dma_heap/system)".
    package let backingDescription: String

    private let options: DemoOptions
    private let clock: () -> Instant
    private let start: Instant
    private let path: CursorPath
    /// The frames, then the cursor's image where there is a cursor. The index is the buffer's number.
    private let buffers: [DemoBuffer]
    private let frameCount: Int

    /// Makes the device and draws its pictures.
    ///
    /// - Parameter clock: the device's time; it starts with the first reading.
    /// - Throws: `DemoError` when there is no memory.
    package convenience init(
        _ options: DemoOptions = DemoOptions(), clock: @escaping () -> Instant = { .now }
    ) throws(DemoError) {
        try self.init(options, devices: DemoMemory.Devices(), clock: clock)
    }

    init(
        _ options: DemoOptions, devices: DemoMemory.Devices, clock: @escaping () -> Instant
    ) throws(DemoError) {
        // A device that stands still has one picture.
        let frameCount = options.rate == 0 ? 1 : options.buffers
        let card = TestCard(
            width: Int(options.width), height: Int(options.height), frameCount: options.buffers)
        let memory = try DemoMemory(
            wanted: options.backing, devices: devices, count: frameCount + (options.hasCursor ? 1 : 0)
        ) { $0 < frameCount ? card.draw(frame: $0) : CursorImage.draw() }
        buffers = memory.buffers
        backingDescription = memory.description
        path = CursorPath(width: Int(options.width), height: Int(options.height))
        self.frameCount = frameCount
        self.options = options
        self.clock = clock
        start = clock()
    }

    package func snapshot() throws(SourceError) -> Snapshot {
        let elapsed = options.rate == 0 ? Instant.Span(nanoseconds: 0) : clock() - start
        var snapshot = Snapshot(
            primary: reading(
                .primary, number: frame(after: elapsed), format: .xrgb8888, width: options.width,
                height: options.height))
        if options.hasCursor {
            let size = UInt32(CursorImage.size)
            snapshot.cursor = reading(
                .cursor, number: frameCount, format: .argb8888, width: size, height: size,
                position: path.position(after: elapsed))
        }
        return snapshot
    }

    package func memory(of plane: Plane) throws(SourceError) -> PlaneMemory {
        guard case .number(let number) = plane.identity.name, let buffer = buffer(number) else {
            throw .refused("the demo device has no such buffer")
        }
        do {
            return .file(BufferMemory(buffer.kind, try buffer.descriptor.duplicate()))
        } catch {
            throw .refused("the demo device cannot lend a buffer: \(error)")
        }
    }

    /// The buffers stay: they will be shown again.
    package func release(_ identity: BufferIdentity) {}

    private func buffer(_ number: UInt32) -> DemoBuffer? {
        Int(number) < buffers.count ? buffers[Int(number)] : nil
    }

    /// The frame that is shown, 0 to `frameCount - 1`.
    private func frame(after elapsed: Instant.Span) -> Int {
        let second = Instant.Span.seconds(1).nanoseconds
        let (seconds, rest) = max(elapsed.nanoseconds, 0).quotientAndRemainder(dividingBy: second)
        // Seconds and their fractions apart: the product of all nanoseconds would overflow in some months.
        return Int((seconds * options.rate + rest * options.rate / second) % Int64(frameCount))
    }

    /// Through the gate, like any device's reply.
    private func reading(
        _ kind: PlaneKind, number: Int, format: Fourcc, width: UInt32, height: UInt32,
        position: Plane.Position? = nil
    ) -> Snapshot.Reading {
        let stride = UInt32(buffers[number].stride)
        var reply = PlaneReply(
            kind: kind, name: .number(UInt32(number)), format: format, width: width, height: height,
            stride: stride,
            size: stride * height)
        if let position {
            reply.x = UInt32(bitPattern: position.x)
            reply.y = UInt32(bitPattern: position.y)
            reply.hotX = UInt32(CursorImage.hotspot.x)
            reply.hotY = UInt32(CursorImage.hotspot.y)
        }
        do {
            return try reply.checked().map { .shown($0) } ?? .off
        } catch {
            return .kept(.rejected(error))
        }
    }
}
