import Descriptors
import Glibc
import Planes
import TestDevice
import Testing
import V4L2

/// Proves that the picture stays whatever becomes of the device, and that what is the matter is said.
@Suite struct TroubleTests {
    private let device: TestCaptureDevice
    private let size = FrameSize(width: 32, height: 32)

    init() throws { device = try TestCaptureDevice() }

    private func makeSource(_ taken: PresentableFormats = .everything) throws -> V4L2Source {
        let source = try V4L2Source(device, name: "/dev/video7") {
            [Holder(process: 12, program: "obs")]
        }
        source.prefer(taken)
        return source
    }

    private func show(_ source: V4L2Source) throws -> Plane? {
        _ = try source.snapshot()
        device.capture()
        try source.receive()
        return try source.plane()
    }

    /// Waits as long as a source does before it tries again.
    private func awaitRetry(_ source: V4L2Source) throws {
        let loop = try EventLoop()
        let token = try loop.add(try #require(source.descriptor), .readable) { _ in try? source.receive() }
        try loop.turn(timeout: 5000)
        loop.remove(token)
    }

    @Test func anotherModeIsFollowedWithBuffersOfItsOwn() throws {
        let source = try makeSource()
        let before = try #require(try show(source))
        let memory = HeldMemory(try source.memory(of: before), before.layout)
        device.changeSource(to: size)
        try source.receive()
        #expect(device.isStreaming && device.queued.count == 6)
        #expect(try source.plane() == before, "it stays until another comes")
        #expect(!source.mayReturn(before.identity))
        source.released(before.identity)
        #expect(device.queued.count == 6, "the device has no such buffer any more")
        let after = try #require(try show(source))
        #expect(after.layout.width == 32 && after.sequence == 2)
        #expect(after.identity.name != before.identity.name)
        #expect(throws: SourceError.refused("the device has moved on to other buffers")) {
            _ = try source.memory(of: before)
        }
        #expect(memory.isReadable)
    }

    @Test func buffersThatCannotBeOrphanedAreLetGoOfFirst() throws {
        device.orphans = false
        let source = try makeSource()
        let before = try #require(try show(source))
        var memory: HeldMemory? = HeldMemory(try source.memory(of: before), before.layout)
        #expect(memory?.isReadable == true)
        device.changeSource(to: size)
        try source.receive()
        #expect(!device.isStreaming)
        #expect(try source.snapshot() == Snapshot(), "or the compositor would never let go of it")
        #expect(!source.mayReturn(before.identity))
        memory = nil
        source.release(before.identity)
        #expect(try show(source)?.layout.width == 32)
    }

    @Test func aLostSignalIsSaidAndFoundAgain() throws {
        let source = try makeSource()
        _ = try show(source)
        device.errors["VIDIOC_QUERY_DV_TIMINGS"] = ENOLINK
        device.changeSource(to: size)
        try source.receive()
        #expect(try source.refusal() == "/dev/video7 has no signal")
        #expect(!device.isStreaming)
        device.errors = [:]
        try awaitRetry(source)
        #expect(try show(source)?.layout.width == 32)
    }

    @Test(arguments: [
        (ENOLINK, "has no signal"), (ENOLCK, "is not stable"), (ERANGE, "cannot take its signal"),
    ])
    func aDeviceWithoutASignalIsWaitedForFromTheStart(error: Int32, words: String) throws {
        device.errors["VIDIOC_QUERY_DV_TIMINGS"] = error
        let source = try makeSource()
        #expect(try source.refusal()?.contains(words) == true)
        #expect(try source.refusal() != nil)
        #expect(device.calls["VIDIOC_REQBUFS", default: 0] <= 1, "it is not tried again with each snapshot")
    }

    @Test func aFaultOfTheStreamStartsItAnew() throws {
        let source = try makeSource()
        let before = try show(source)
        device.errors["VIDIOC_DQBUF"] = EIO
        try source.receive()
        #expect(try source.refusal() == "/dev/video7: VIDIOC_DQBUF: Input/output error")
        device.errors = [:]
        try awaitRetry(source)
        #expect(try source.plane() == before)
        #expect(try show(source)?.sequence == 2)
    }

    @Test func anUnpluggedDeviceIsLost() throws {
        let source = try makeSource()
        _ = try show(source)
        device.errors["*"] = ENODEV
        let lost = SourceError.lost("/dev/video7 is gone: it was unplugged, or its driver was unloaded")
        #expect(throws: lost) { try source.receive() }
        #expect(throws: lost) { try source.snapshot() }
        #expect(throws: (any Error).self) { _ = try makeSource() }
    }

    @Test func aDeviceInUseNamesWhoHasIt() throws {
        device.errors["VIDIOC_S_FMT"] = EBUSY
        let error = CaptureError.busy("/dev/video7", holders: [Holder(process: 12, program: "obs")])
        #expect(throws: error) { try makeSource() }
        #expect("\(error)" == "/dev/video7 is in use by obs (process 12): end it")
        #expect("\(CaptureError.busy("/dev/video7", holders: []))".contains("sudo fuser -v /dev/video7"))
    }

    @Test(arguments: ["VIDIOC_REQBUFS", "VIDIOC_STREAMON"])
    func aDeviceThatIsTakenMeanwhileSaysSo(call: String) throws {
        let source = try makeSource()
        device.errors[call] = EBUSY
        let error = CaptureError.busy("/dev/video7", holders: [Holder(process: 12, program: "obs")])
        #expect(throws: SourceError.lost("\(error)")) { try source.snapshot() }
        #expect(device.openExports == 0)
    }

    @Test func whatCapturesNothingSaysSo() throws {
        device.answer = CaptureCapability(driver: "uvcvideo", card: "Camera", bus: "", flags: 0x0480_0000)
        #expect(throws: CaptureError.noCapture("/dev/video7", card: "Camera")) { try makeSource() }
        device.errors["VIDIOC_QUERYCAP"] = ENOTTY
        #expect(throws: CaptureError.notAVideoDevice("/dev/video7")) { try makeSource() }
    }

    @Test func withoutAnExporterBuffersAreMapped() throws {
        device.exports = false
        let source = try makeSource()
        let plane = try #require(try show(source))
        guard case .mapping(let mapping) = try source.memory(of: plane) else {
            Issue.record("no mapping")
            return
        }
        #expect(UInt64(mapping.count) >= plane.layout.byteCount)
    }

    @Test func withoutAnExporterAFormatIsChosenThatCanBeCopied() throws {
        let device = try TestCaptureDevice(["NV12", "YUYV"])
        device.exports = false
        let source = try V4L2Source(device, name: "/dev/video7")
        source.prefer(.dmabufs([.nv12]))
        _ = try source.snapshot()
        #expect(device.present.code == PixelCode("YUYV") && device.isStreaming)
    }

    @Test func anotherFormatIsTakenWhenThePresentOneCannotBeShownAnyMore() throws {
        let source = try makeSource(.dmabufs([.yuyv], sharedMemory: []))
        let before = try #require(try show(source))
        #expect(before.layout.format == .yuyv)
        source.prefer(.everything)
        #expect(try source.plane() == before, "what runs and can be shown goes on")
        source.prefer(.dmabufs([.xrgb8888], sharedMemory: []))
        #expect(try show(source)?.layout.format == .xrgb8888)
    }

    @Test func aLayoutThatCannotBeIsRejectedAndItsBufferGoesBack() throws {
        device.present.size = FrameSize(width: 20000, height: 10)
        let source = try makeSource()
        _ = try source.snapshot()
        device.capture()
        try source.receive()
        let rejection = Rejection.size(width: 20000, height: 10, limit: 16384)
        #expect(try source.snapshot().primary == .kept(.rejected(rejection)))
        #expect(device.queued.count == 6)
    }
}
