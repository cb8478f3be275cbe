import Descriptors
import Glibc
import Planes
import TestDevice
import Testing
import V4L2

/// Proves that a buffer is the device's, the program's or the compositor's, and never two's; that the newest picture wins; and
/// that a device is asked for no more than that takes.
@Suite struct V4L2SourceTests {
    private let device: TestCaptureDevice
    private let source: V4L2Source

    init() throws {
        device = try TestCaptureDevice()
        source = try V4L2Source(device, name: "/dev/video7")
        source.prefer(.everything)
    }

    private func next() throws -> Plane? {
        try source.receive()
        return try source.plane()
    }

    @Test func nothingIsShownBeforeTheFirstPicture() throws {
        #expect(source.name == "Test camera")
        #expect(try source.plane() == nil)
        #expect(device.isStreaming && device.queued.count == 6)
        #expect(device.present.code == PixelCode("XR24"), "whole colours before half of them")
    }

    @Test func aPictureHasANumberAndATime() throws {
        _ = try source.plane()
        let before = Instant.now
        device.capture()
        let plane = try #require(try next())
        #expect(plane.kind == .primary && plane.sequence == 1)
        #expect(plane.layout == BufferLayout(width: 64, height: 48, format: .xrgb8888, stride: 256))
        #expect(plane.colour == ColourEncoding(.identity, .full))
        let captured = try #require(plane.captured)
        #expect(captured >= before && captured <= .now)
        #expect(try source.plane() == plane, "it is asked again, and nothing has come")
        device.capture()
        let other = try #require(try next())
        #expect(other.sequence == 2 && other.identity != plane.identity)
    }

    @Test func aBufferIsTheCompositorsUntilItIsReleased() throws {
        _ = try source.plane()
        device.capture()
        let plane = try #require(try next())
        #expect(device.queued == [1, 2, 3, 4, 5])
        source.release(plane.identity)
        #expect(device.queued == [1, 2, 3, 4, 5], "forgotten is not read")
        source.released(plane.identity)
        #expect(device.queued == [1, 2, 3, 4, 5, 0])
        source.released(plane.identity)
        #expect(device.queued.count == 6, "a second release is none")
        #expect(try source.plane() == plane, "what was read of it is still shown")
    }

    @Test func theNewestPictureWins() throws {
        // By their times, whoever is held up between two of them leaves the third for the loop to tell of.
        device.hasClock = false
        _ = try source.plane()
        for _ in 0..<3 { device.capture() }
        let plane = try #require(try next())
        #expect(plane.identity.name == .number(1 << 16 | 2) && plane.sequence == 3)
        #expect(device.queued == [3, 4, 5, 0, 1], "those before went back, unseen")
        #expect(source.droppedPictures == 2)
    }

    @Test func aPictureThatASnapshotNamedIsNotTakenBackForANewerOne() throws {
        _ = try source.plane()
        device.capture()
        _ = try next()
        device.capture()
        _ = try next()
        #expect(device.queued == [2, 3, 4, 5])
        #expect(source.droppedPictures == 0)
    }

    @Test func picturesWithoutABufferAreCountedAndNothingWaits() throws {
        device.memory = 2
        _ = try source.plane()
        device.capture()
        let first = try #require(try next())
        device.capture()
        let second = try #require(try next())
        device.capture()
        device.capture()
        try source.receive()
        #expect(try source.plane() == second, "the compositor has all there are")
        source.released(first.identity)
        device.capture()
        #expect(try next()?.identity == first.identity)
        #expect(try source.plane()?.sequence == 3, "the same memory, another picture")
        #expect(source.droppedPictures == 2)
    }

    @Test func aBrokenPictureGoesBackUnshown() throws {
        _ = try source.plane()
        device.capture(isBroken: true)
        #expect(try next() == nil)
        #expect(device.queued == [1, 2, 3, 4, 5, 0])
        device.capture()
        #expect(try next()?.sequence == 1)
    }

    @Test func aPictureCostsTwoCalls() throws {
        _ = try source.plane()
        func show() throws {
            device.capture()
            let plane = try #require(try next())
            source.released(plane.identity)
            // A camera is slower than this program.
            usleep(2000)
        }
        for _ in 0..<3 { try show() }
        let before = device.calls
        for _ in 0..<20 { try show() }
        let spent = device.calls.mapValues { $0 }.filter { $0.value != before[$0.key] }
        #expect(Set(spent.keys) == ["VIDIOC_DQBUF", "VIDIOC_QBUF"])
        #expect(spent["VIDIOC_QBUF"] == before["VIDIOC_QBUF", default: 0] + 20)
        // One more for a picture that this machine was slow to fetch.
        #expect(spent["VIDIOC_DQBUF", default: 0] < before["VIDIOC_DQBUF", default: 0] + 40)
    }

    @Test func withoutTimesTheDeviceIsAskedUntilItHasNoMore() throws {
        device.hasClock = false
        _ = try source.plane()
        device.capture()
        device.capture()
        let plane = try #require(try next())
        #expect(plane.sequence == 2 && plane.captured == nil)
        #expect(device.calls["VIDIOC_DQBUF"] == 3)
    }

    @Test func everyBufferIsExportedOnceAndClosedWithItsOwner() throws {
        _ = try source.plane()
        var held: [BufferIdentity: HeldMemory] = [:]
        for _ in 0..<20 {
            device.capture()
            let plane = try #require(try next())
            if held[plane.identity] == nil {
                held[plane.identity] = HeldMemory(try source.memory(of: plane), plane.layout)
            }
            #expect(source.mayReturn(plane.identity))
            source.released(plane.identity)
        }
        #expect(held.count == 6 && device.calls["VIDIOC_EXPBUF"] == 6 && device.openExports == 6)
        let identity = try #require(held.keys.first)
        held[identity] = nil
        source.release(identity)
        #expect(device.openExports == 5)
        held = [:]
        #expect(device.openExports == 0)
    }

    @Test func whatNobodyAskedForIsClosedAtTheEnd() throws {
        let device = try TestCaptureDevice()
        var source: V4L2Source? = try V4L2Source(device, name: "/dev/video7")
        source?.prefer(.everything)
        _ = try source?.plane()
        #expect(device.openExports == 6)
        source = nil
        #expect(device.openExports == 0 && !device.isStreaming)
    }

    @Test func theSourcesDescriptorIsReadableWhenAPictureIsThere() throws {
        _ = try source.plane()
        let loop = try EventLoop()
        var count = 0
        let token = try loop.add(try #require(source.descriptor), .readable) { [source] _ in
            try? source.receive()
            count += 1
        }
        try loop.turn(timeout: 0)
        #expect(count == 0)
        device.capture()
        try loop.turn(timeout: 100)
        #expect(count == 1)
        try loop.turn(timeout: 0)
        #expect(count == 1, "what has come was taken in")
        loop.remove(token)
    }
}
