import Descriptors
import Glibc
import Planes
import Reconnection
import TestDevice
import Testing
import V4L2

/// Proves that a capture device may be unplugged while it runs, and goes on as another device with the same name.
@Suite struct CaptureReturnTests {
    @Test func aCameraThatIsUnpluggedGoesOnWhenItIsBack() throws {
        var devices = [try TestCaptureDevice(), try TestCaptureDevice(["XR24"], width: 32, height: 32)]
        let (first, second) = (devices[0], devices[1])
        var error: CaptureError?
        var reports: [String] = []
        let source = try ReturningSource(
            named: "/dev/video7", .afterLoss, every: .seconds(0), report: { reports.append($0) }
        ) { () throws(SourceError) in
            do throws(CaptureError) {
                if let error { throw error }
                return try V4L2Source(devices.removeFirst(), name: "/dev/video7")
            } catch {
                throw .refused(error.description)
            }
        }
        source.prefer(PresentableFormats(sharedMemory: [.xrgb8888]))
        func next(of device: TestCaptureDevice) throws -> Plane? {
            _ = try source.snapshot()
            device.capture()
            try source.hear()
            return try source.plane()
        }

        let before = try #require(try next(of: first))
        #expect(before.layout.width == 64 && before.sequence == 1 && !source.isPolled)
        let memory = HeldMemory(try source.memory(of: before), before.layout)
        first.errors["*"] = ENODEV
        error = .missing("/dev/video7")
        #expect(try next(of: first) == nil)
        #expect(try source.snapshot() == .absent)
        #expect(memory.isReadable && !source.mayReturn(before.identity))
        try source.hear()

        error = nil
        try source.hear()
        let after = try #require(try next(of: second))
        #expect(after.layout.width == 32 && after.sequence == 1)
        #expect(after.identity.name == before.identity.name && after.identity != before.identity)
        source.released(before.identity)
        source.release(before.identity)
        let queued = second.queued.count
        source.released(after.identity)
        #expect(second.queued.count == queued + 1)
        #expect(
            reports == [
                "/dev/video7 is gone: it was unplugged, or its driver was unloaded; waiting for it to come back",
                "there is no device /dev/video7: 'planeview list' shows those that there are; still waiting",
                "Test camera is back",
            ])
    }

    /// What the user insists on is not there, however long one waits.
    @Test func aFormatThatTheDeviceLacksIsTheEnd() throws {
        let source = try ReturningSource(
            named: "/dev/video7", [.atStart, .afterLoss], report: { Issue.record("\($0)") }
        ) { () throws(SourceError) in
            do {
                return try V4L2Source(
                    TestCaptureDevice(), name: "/dev/video7", wish: CaptureWish(format: "UYVY"))
            } catch {
                throw .refused("\(error)")
            }
        }
        let error = #expect(throws: SourceError.self) { try source.snapshot() }
        #expect(error == .unfit("/dev/video7 does not have the format UYVY: it has YUYV, XR24"))
    }
}
