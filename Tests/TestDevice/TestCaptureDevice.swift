package import Descriptors
import Glibc
import Planes
package import V4L2

/// A V4L2 device in this process, which tests script: it keeps its buffers as vb2 does, and counts what it is asked.
package final class TestCaptureDevice: CaptureDevice {
    package var answer: CaptureCapability
    package var codes: [PixelCode]
    package var sizes: [PixelCode: [OfferedSize]] = [:]
    /// As it is set.
    package var present: PictureFormat
    /// Sizes that it can be set to; nil for any.
    package var settable: [FrameSize]?
    /// Whether it makes dma-bufs.
    package var exports = true
    /// Whether buffers can be freed while their memory is in use.
    package var orphans = true
    /// Buffers that it has memory for.
    package var memory: UInt32 = 32
    /// Calls that fail, by their kernel names, and how.
    package var errors: [String: Int32] = [:]
    /// Bytes before the picture, in each memory.
    package var offsets = CapturedPicture.Offsets()
    /// Whether pictures say when they were taken.
    package var hasClock = true
    /// Calls that succeeded or said that there is nothing, by their kernel names.
    package private(set) var calls: [String: Int] = [:]
    package private(set) var isStreaming = false
    /// Buffers that are the device's, in the order in which they will be written.
    package private(set) var queued: [UInt32] = []

    private var buffers: UInt32 = 0
    private var written: [CapturedPicture] = []
    private var events: [Bool] = []
    private var sequence: UInt32 = 0
    private var exported: [(number: Int32, inode: UInt64)] = []
    /// A pipe that has a byte in it while there is something to be asked for.
    private let readiness: OwnedDescriptor
    private let writing: OwnedDescriptor
    private var isReadable = false

    /// - Parameter codes: formats that it has, in its order.
    package init(
        _ codes: [String] = ["YUYV", "XR24"], _ type: QueueType = .singlePlanar, width: UInt32 = 64,
        height: UInt32 = 48
    )
        throws
    {
        self.codes = codes.compactMap { PixelCode($0) }
        let queue =
            type == .singlePlanar ? CaptureCapability.capture : CaptureCapability.multiPlanarCapture
        answer = CaptureCapability(
            driver: "test", card: "Test camera", bus: "test", flags: queue | CaptureCapability.streaming)
        present = PictureFormat(
            code: self.codes.first ?? PixelCode(rawValue: 0), size: FrameSize(width: width, height: height),
            colorSpace: 8)
        var ends: [Int32] = [-1, -1]
        try systemCall("pipe") { unsafe pipe(&ends) }
        readiness = OwnedDescriptor(adopting: ends[0])
        writing = OwnedDescriptor(adopting: ends[1])
    }

    // MARK: What happens to it

    /// Writes a picture into the first buffer that it has; a picture without one is lost.
    package func capture(isBroken: Bool = false) {
        defer { sequence &+= 1 }
        guard isStreaming, !queued.isEmpty else { return }
        written.append(
            CapturedPicture(
                index: queued.removeFirst(), sequence: sequence, captured: hasClock ? .now : nil,
                isBroken: isBroken, offsets: offsets))
        notify()
    }

    /// Another picture comes from now on.
    package func changeSource(to size: FrameSize) {
        present.size = size
        settable = [size]
        events += [false, true]
        notify()
    }

    /// Exported descriptors that are open.
    package var openExports: Int {
        exported.count { OpenFile(behind: $0.number)?.inode == $0.inode }
    }

    private func notify() {
        guard !isReadable else { return }
        isReadable = true
        var byte: UInt8 = 0
        unsafe write(writing.rawValue, &byte, 1)
    }

    private func notifyNoMore() {
        guard isReadable, written.isEmpty, events.isEmpty else { return }
        isReadable = false
        var byte: UInt8 = 0
        unsafe read(readiness.rawValue, &byte, 1)
    }

    // MARK: What it is asked

    private func count(_ call: String) throws(SystemError) {
        if let error = errors[call] ?? errors["*"] { throw SystemError(call: call, errno: error) }
        calls[call, default: 0] += 1
    }

    package var descriptor: Int32 { readiness.rawValue }

    package func capability() throws(SystemError) -> CaptureCapability {
        try count("VIDIOC_QUERYCAP")
        return answer
    }

    package func offeredFormat(_ index: UInt32, _ type: QueueType) throws(SystemError) -> OfferedFormat {
        try count("VIDIOC_ENUM_FMT")
        guard index < codes.count else { throw SystemError(call: "VIDIOC_ENUM_FMT", errno: EINVAL) }
        return OfferedFormat(code: codes[Int(index)], name: "format \(index)")
    }

    package func offeredSize(_ index: UInt32, _ code: PixelCode) throws(SystemError) -> OfferedSize {
        try count("VIDIOC_ENUM_FRAMESIZES")
        guard let sizes = sizes[code], index < sizes.count else {
            throw SystemError(call: "VIDIOC_ENUM_FRAMESIZES", errno: EINVAL)
        }
        return sizes[Int(index)]
    }

    package func format(_ type: QueueType) throws(SystemError) -> PictureFormat {
        try count("VIDIOC_G_FMT")
        return present
    }

    package func setFormat(_ format: PictureFormat, _ type: QueueType) throws(SystemError) -> PictureFormat {
        try count("VIDIOC_S_FMT")
        guard buffers == 0 else { throw SystemError(call: "VIDIOC_S_FMT", errno: EBUSY) }
        var format = format
        if !codes.contains(format.code), let first = codes.first { format.code = first }
        if let settable, !settable.contains(format.size) { format.size = settable[0] }
        format.field = 1
        format.memories = memories(format)
        present = format
        return format
    }

    /// Strides are multiples of 64.
    private func memories(_ format: PictureFormat) -> [PictureFormat.Memory] {
        guard let pixels = PixelFormat(code: format.code) else { return [] }
        var sizes: [PictureFormat.Memory] = []
        var first: UInt32 = 0
        for plane in 0..<pixels.fourcc.planeCount {
            guard let shape = pixels.fourcc.shape(of: plane) else { continue }
            let stride = (UInt32(shape.rowSize(width: format.size.width)) + 63) / 64 * 64
            if plane == 0 { first = stride }
            let bytes = (pixels.isSplit ? stride : first) * shape.rowCount(height: format.size.height)
            if plane == 0 || pixels.isSplit {
                let offset = [offsets.first, offsets.second, offsets.third][plane]
                sizes.append(PictureFormat.Memory(bytesPerLine: stride, size: bytes + offset))
            } else {
                // No plane in the same memory has more than twice the bytes of a row.
                sizes[0].size += bytes * 2
            }
        }
        return sizes
    }

    package func followSignal() throws(SystemError) {
        try count("VIDIOC_QUERY_DV_TIMINGS")
        if errors["signal"] == nil { throw SystemError(call: "VIDIOC_QUERY_DV_TIMINGS", errno: ENOTTY) }
    }

    package func requestBuffers(_ count: UInt32, _ type: QueueType) throws(SystemError) -> UInt32 {
        try self.count("VIDIOC_REQBUFS")
        if count == 0 {
            guard orphans || openExports == 0 else {
                throw SystemError(call: "VIDIOC_REQBUFS", errno: EBUSY)
            }
            isStreaming = false
        }
        buffers = min(count, memory)
        queued.removeAll()
        written.removeAll()
        notifyNoMore()
        return buffers
    }

    package func export(
        _ index: UInt32, plane: UInt32, _ type: QueueType
    ) throws(SystemError) -> OwnedDescriptor {
        try count("VIDIOC_EXPBUF")
        guard exports, index < buffers, Int(plane) < present.memories.count else {
            throw SystemError(call: "VIDIOC_EXPBUF", errno: EINVAL)
        }
        let memory = try OwnedDescriptor.sealedMemory(
            "planeview-test-capture", size: UInt64(present.memories[Int(plane)].size))
        exported.append((memory.rawValue, memory.inode()))
        return memory
    }

    package func map(_ index: UInt32, _ type: QueueType) throws(SystemError) -> Mapping {
        try count("mmap")
        let size = present.memories[0].size
        return try Mapping(
            .sealedMemory("planeview-test-capture", size: UInt64(size)), count: Int(size), access: .read)
    }

    package func queue(_ index: UInt32, _ type: QueueType) throws(SystemError) {
        try count("VIDIOC_QBUF")
        guard index < buffers, !queued.contains(index), !written.contains(where: { $0.index == index }) else {
            throw SystemError(call: "VIDIOC_QBUF", errno: EINVAL)
        }
        queued.append(index)
    }

    package func dequeue(_ type: QueueType) throws(SystemError) -> CapturedPicture {
        try count("VIDIOC_DQBUF")
        guard isStreaming else { throw SystemError(call: "VIDIOC_DQBUF", errno: EINVAL) }
        guard !written.isEmpty else { throw SystemError(call: "VIDIOC_DQBUF", errno: EAGAIN) }
        defer { notifyNoMore() }
        return written.removeFirst()
    }

    package func start(_ type: QueueType) throws(SystemError) {
        try count("VIDIOC_STREAMON")
        isStreaming = true
        sequence = 0
    }

    package func stop(_ type: QueueType) throws(SystemError) {
        try count("VIDIOC_STREAMOFF")
        isStreaming = false
        queued.removeAll()
        written.removeAll()
        notifyNoMore()
    }

    package func subscribeToSourceChanges() throws(SystemError) { try count("VIDIOC_SUBSCRIBE_EVENT") }

    package func dequeueEvent() throws(SystemError) -> Bool {
        try count("VIDIOC_DQEVENT")
        guard !events.isEmpty else { throw SystemError(call: "VIDIOC_DQEVENT", errno: ENOENT) }
        defer { notifyNoMore() }
        return events.removeFirst()
    }
}
