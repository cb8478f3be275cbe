internal import Descriptors
internal import Glibc
internal import Planes

/// One run of a device: a format, the buffers that were made for it, and whose each of them is.
///
/// A buffer is the device's until it is written, then nobody's until a snapshot names it, then the compositor's until it says
/// that it has finished. The newest picture wins: one that nobody has named goes back for a newer one.
final class CaptureStream {
    let arrangement: PictureArrangement
    /// Whether the device makes dma-bufs of its buffers.
    let exports: Bool
    /// Pictures of this run and those before it.
    private(set) var pictureCount: UInt64
    /// Pictures that nobody saw, of this run.
    private(set) var droppedCount = 0

    private let device: any CaptureDevice
    private let type: QueueType
    /// Tells this run's buffers from those of others.
    private let generation: UInt32
    private let buffers: [CaptureBuffer]
    private var newest: CapturedPicture?
    private var last: (sequence: UInt32, captured: Instant?)?
    /// Between the last two pictures; nil where they have no times.
    private var interval: Instant.Span?

    /// Buffers to ask for: one on the screen, one on its way there, one that is read, and the rest for the device to write.
    private static let wantedCount: UInt32 = 6

    /// Makes the buffers.
    ///
    /// - Parameters:
    ///   - generation: counts the device's runs.
    ///   - pictureCount: of the runs before.
    init(
        _ device: any CaptureDevice, _ type: QueueType, _ arrangement: PictureArrangement,
        generation: UInt32, after pictureCount: UInt64
    ) throws(SystemError) {
        self.device = device
        self.type = type
        self.arrangement = arrangement
        self.generation = generation & 0xffff
        self.pictureCount = pictureCount
        let count = try device.requestBuffers(Self.wantedCount, type)
        let buffers = (0..<count).map { _ in CaptureBuffer() }
        var exports = true
        do {
            for (index, buffer) in buffers.enumerated() {
                buffer.memory = try Self.export(device, type, UInt32(index), arrangement.pixels.fileCount)
            }
        } catch {
            // Drivers without an exporter say EINVAL (vb2), or do not know the call.
            guard error.errno == EINVAL || error.errno == ENOTTY else { throw error }
            exports = false
        }
        self.exports = exports
        self.buffers = buffers
    }

    /// Has the device write.
    func start() throws(SystemError) {
        for index in buffers.indices { try device.queue(UInt32(index), type) }
        try device.start(type)
    }

    /// Takes in all pictures that there are.
    ///
    /// - Returns: whether there was one.
    /// - Throws: anything but `EAGAIN`.
    func receive() throws(SystemError) -> Bool {
        var hasCome = false
        do {
            repeat {
                let picture = try device.dequeue(type)
                hasCome = true
                try take(picture)
            } while !isCurrent
        } catch {
            guard error.errno == EAGAIN else { throw error }
        }
        return hasCome
    }

    /// Whether the last picture is so young that there can be no newer one, and asking for it can be left out. Should there be
    /// one all the same, the loop tells.
    private var isCurrent: Bool {
        guard let captured = last?.captured, let interval else { return false }
        return (Instant.now - captured).nanoseconds < interval.nanoseconds / 2
    }

    private func take(_ picture: CapturedPicture) throws(SystemError) {
        guard Int(picture.index) < buffers.count else { return }
        note(picture)
        guard !picture.isBroken else { return try giveBack(picture.index) }
        buffers[Int(picture.index)].state = .ready
        if let newest, buffers[Int(newest.index)].state == .ready {
            droppedCount += 1
            try giveBack(newest.index)
        }
        pictureCount += 1
        newest = picture
    }

    private func note(_ picture: CapturedPicture) {
        if let last {
            // A driver that does not count says 0 each time, and one that was started anew begins again.
            let step = Int64(picture.sequence) - Int64(last.sequence)
            if step > 1 { droppedCount += Int(step) - 1 }
            if step == 1, let before = last.captured, let now = picture.captured { interval = now - before }
        }
        last = (picture.sequence, picture.captured)
    }

    /// The newest picture, if no snapshot has named it: its buffer is the compositor's from now on.
    func lendNewest() throws(Rejection) -> Plane? {
        guard let newest, buffers[Int(newest.index)].state == .ready else { return nil }
        self.newest = nil
        let plane: Plane?
        do {
            plane = try arrangement.plane(number(newest.index), newest, sequence: pictureCount)
        } catch {
            try? giveBack(newest.index)
            throw error
        }
        buffers[Int(newest.index)].state = .lent
        return plane
    }

    /// The compositor has finished reading.
    func released(_ name: BufferIdentity.Name) throws(SystemError) {
        guard let index = index(name), buffers[index].state == .lent else { return }
        try giveBack(UInt32(index))
    }

    private func giveBack(_ index: UInt32) throws(SystemError) {
        try device.queue(index, type)
        buffers[Int(index)].state = .queued
    }

    /// The memory of a buffer: its dma-bufs, or a mapping where the device makes none.
    ///
    /// - Returns: nil for a buffer of another run.
    func memory(of plane: Plane) throws(SystemError) -> PlaneMemory? {
        guard let index = index(plane.identity.name) else { return nil }
        if exports {
            // Once for each buffer; once more for one that the cache had to let go of.
            if let memory = buffers[index].memory.take() { return .file(memory) }
            return .file(try Self.export(device, type, UInt32(index), arrangement.pixels.fileCount))
        }
        let mapping = try device.map(UInt32(index), type)
        guard UInt64(mapping.count) >= plane.layout.byteCount else {
            throw SystemError(call: "mmap", errno: EOVERFLOW)
        }
        return .mapping(mapping)
    }

    /// Whether a buffer is one of this run's.
    func has(_ name: BufferIdentity.Name) -> Bool { index(name) != nil }

    private func number(_ index: UInt32) -> UInt32 { generation << 16 | index }

    private func index(_ name: BufferIdentity.Name) -> Int? {
        guard case .number(let number) = name, number >> 16 == generation,
            Int(number & 0xffff) < buffers.count
        else { return nil }
        return Int(number & 0xffff)
    }

    private static func export(
        _ device: any CaptureDevice, _ type: QueueType, _ index: UInt32, _ count: Int
    ) throws(SystemError) -> BufferMemory {
        let first = try device.export(index, plane: 0, type)
        var second: OwnedDescriptor?
        var third: OwnedDescriptor?
        if count > 1 { second = try device.export(index, plane: 1, type) }
        if count > 2 { third = try device.export(index, plane: 2, type) }
        return BufferMemory(.dmabuf, first, second: second.take(), third: third.take())
    }
}
