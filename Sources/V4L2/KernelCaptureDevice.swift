internal import CLinux
package import Descriptors
internal import Glibc

/// A V4L2 device of the kernel's, open.
package final class KernelCaptureDevice: CaptureDevice {
    private let device: OwnedDescriptor

    /// - Parameter path: of the device file. Opening it disturbs nobody: several programs may have it open, and one alone
    ///   streams.
    package init(path: String) throws(SystemError) {
        // Not to wait in `dequeue`.
        device = try OwnedDescriptor.open(path, O_RDWR | O_NONBLOCK)
    }

    package var descriptor: Int32 { device.rawValue }

    package func capability() throws(SystemError) -> CaptureCapability {
        var answer = v4l2_capability()
        try unsafe call("VIDIOC_QUERYCAP", PLANEVIEW_VIDIOC_QUERYCAP, &answer)
        let hasOwn = answer.capabilities & Self.hasDeviceCapabilities != 0
        return CaptureCapability(
            driver: Self.text(of: answer.driver), card: Self.text(of: answer.card),
            bus: Self.text(of: answer.bus_info), flags: hasOwn ? answer.device_caps : answer.capabilities)
    }

    package func offeredFormat(_ index: UInt32, _ type: QueueType) throws(SystemError) -> OfferedFormat {
        var answer = v4l2_fmtdesc()
        answer.index = index
        answer.type = type.rawValue
        try unsafe call("VIDIOC_ENUM_FMT", PLANEVIEW_VIDIOC_ENUM_FMT, &answer)
        return OfferedFormat(
            code: PixelCode(rawValue: answer.pixelformat), name: Self.text(of: answer.description))
    }

    package func offeredSize(_ index: UInt32, _ code: PixelCode) throws(SystemError) -> OfferedSize {
        var answer = v4l2_frmsizeenum()
        answer.index = index
        answer.pixel_format = code.rawValue
        try unsafe call("VIDIOC_ENUM_FRAMESIZES", PLANEVIEW_VIDIOC_ENUM_FRAMESIZES, &answer)
        if answer.type == V4L2_FRMSIZE_TYPE_DISCRETE.rawValue {
            let size = answer.discrete
            return .exactly(FrameSize(width: size.width, height: size.height))
        }
        let sizes = answer.stepwise
        return .range(
            from: FrameSize(width: sizes.min_width, height: sizes.min_height),
            to: FrameSize(width: sizes.max_width, height: sizes.max_height),
            step: FrameSize(width: sizes.step_width, height: sizes.step_height))
    }

    package func followSignal() throws(SystemError) {
        var timings = v4l2_dv_timings()
        try unsafe call("VIDIOC_QUERY_DV_TIMINGS", PLANEVIEW_VIDIOC_QUERY_DV_TIMINGS, &timings)
        try unsafe call("VIDIOC_S_DV_TIMINGS", PLANEVIEW_VIDIOC_S_DV_TIMINGS, &timings)
    }

    package func requestBuffers(_ count: UInt32, _ type: QueueType) throws(SystemError) -> UInt32 {
        var request = v4l2_requestbuffers()
        request.count = count
        request.type = type.rawValue
        request.memory = V4L2_MEMORY_MMAP.rawValue
        try unsafe call("VIDIOC_REQBUFS", PLANEVIEW_VIDIOC_REQBUFS, &request)
        return request.count
    }

    package func export(
        _ index: UInt32, plane: UInt32, _ type: QueueType
    ) throws(SystemError) -> OwnedDescriptor {
        var request = v4l2_exportbuffer()
        request.type = type.rawValue
        request.index = index
        request.plane = plane
        // Read alone is what is needed, but a compositor's driver may map for both.
        request.flags = UInt32(O_CLOEXEC | O_RDWR)
        try unsafe call("VIDIOC_EXPBUF", PLANEVIEW_VIDIOC_EXPBUF, &request)
        return OwnedDescriptor(adopting: request.fd)
    }

    package func map(_ index: UInt32, _ type: QueueType) throws(SystemError) -> Mapping {
        let (offset, length) = try unsafe withBuffer(
            index, type, "VIDIOC_QUERYBUF", PLANEVIEW_VIDIOC_QUERYBUF
        ) {
            buffer, planes in
            type == .multiPlanar
                ? unsafe (planes[0].m.mem_offset, planes[0].length) : unsafe (buffer.m.offset, buffer.length)
        }
        guard length > 0 else { throw SystemError(call: "VIDIOC_QUERYBUF", errno: EINVAL) }
        return try Mapping(lent: device.rawValue, count: Int(length), offset: Int(offset), access: .read)
    }

    package func queue(_ index: UInt32, _ type: QueueType) throws(SystemError) {
        try unsafe withBuffer(index, type, "VIDIOC_QBUF", PLANEVIEW_VIDIOC_QBUF) { _, _ in }
    }

    package func dequeue(_ type: QueueType) throws(SystemError) -> CapturedPicture {
        try unsafe withBuffer(0, type, "VIDIOC_DQBUF", PLANEVIEW_VIDIOC_DQBUF) { buffer, planes in
            let isMonotonic =
                unsafe buffer.flags & UInt32(V4L2_BUF_FLAG_TIMESTAMP_MASK)
                == UInt32(V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC)
            let time = unsafe buffer.timestamp
            let captured = Instant(
                nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_usec) &* 1000)
            let written = type == .multiPlanar ? planes[0].bytesused : unsafe buffer.bytesused
            return CapturedPicture(
                index: unsafe buffer.index, sequence: unsafe buffer.sequence,
                captured: isMonotonic ? captured : nil,
                isBroken: unsafe buffer.flags & UInt32(V4L2_BUF_FLAG_ERROR) != 0 || written == 0,
                offsets: type == .multiPlanar
                    ? CapturedPicture.Offsets(
                        first: planes[0].data_offset, second: planes[1].data_offset,
                        third: planes[2].data_offset)
                    : CapturedPicture.Offsets())
        }
    }

    package func start(_ type: QueueType) throws(SystemError) {
        var type = Int32(type.rawValue)
        try unsafe call("VIDIOC_STREAMON", PLANEVIEW_VIDIOC_STREAMON, &type)
    }

    package func stop(_ type: QueueType) throws(SystemError) {
        var type = Int32(type.rawValue)
        try unsafe call("VIDIOC_STREAMOFF", PLANEVIEW_VIDIOC_STREAMOFF, &type)
    }

    package func subscribeToSourceChanges() throws(SystemError) {
        var subscription = v4l2_event_subscription()
        subscription.type = UInt32(V4L2_EVENT_SOURCE_CHANGE)
        try unsafe call("VIDIOC_SUBSCRIBE_EVENT", PLANEVIEW_VIDIOC_SUBSCRIBE_EVENT, &subscription)
    }

    package func dequeueEvent() throws(SystemError) -> Bool {
        var event = v4l2_event()
        try unsafe call("VIDIOC_DQEVENT", PLANEVIEW_VIDIOC_DQEVENT, &event)
        return event.type == UInt32(V4L2_EVENT_SOURCE_CHANGE)
    }

    /// A call with a struct of its own.
    func call<Struct>(
        _ name: String, _ request: planeview_request, _ argument: UnsafeMutablePointer<Struct>
    ) throws(SystemError) {
        let number = device.rawValue
        try systemCall(name) { unsafe ioctl(number, UInt(request.rawValue), argument) }
    }

    private typealias Planes = InlineArray<8, v4l2_plane>

    /// A call about a buffer, which in a multi-planar queue has an array beside it.
    private func withBuffer<Result>(
        _ index: UInt32, _ type: QueueType, _ name: String, _ request: planeview_request,
        _ body: (v4l2_buffer, borrowing Planes) -> Result
    ) throws(SystemError) -> Result {
        var buffer = unsafe v4l2_buffer()
        unsafe buffer.index = index
        unsafe buffer.type = type.rawValue
        unsafe buffer.memory = V4L2_MEMORY_MMAP.rawValue
        var planes = Planes(repeating: v4l2_plane())
        guard type == .multiPlanar else {
            try unsafe call(name, request, &buffer)
            return unsafe body(buffer, planes)
        }
        unsafe buffer.length = UInt32(planes.count)
        let number = device.rawValue
        try systemCall(name) {
            var span = planes.mutableSpan
            return unsafe span.withUnsafeMutableBufferPointer { array in
                unsafe buffer.m.planes = array.baseAddress
                return unsafe ioctl(number, UInt(request.rawValue), &buffer)
            }
        }
        return unsafe body(buffer, planes)
    }

    /// A fixed array of bytes that ends with the first zero.
    private static func text<Bytes>(of bytes: Bytes) -> String {
        unsafe withUnsafeBytes(of: bytes) { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// `V4L2_CAP_DEVICE_CAPS`.
    private static let hasDeviceCapabilities: UInt32 = 0x8000_0000
}
