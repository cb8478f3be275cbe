import Planes
import TestDevice
import Testing
import V4L2

/// Proves that the format is the best of those that both sides have, and that V4L2's layouts are told as DRM's.
@Suite struct FormatTests {
    private func plane(
        _ device: TestCaptureDevice, _ wish: CaptureWish = CaptureWish(),
        _ taken: PresentableFormats = .everything
    ) throws -> Plane {
        let source = try V4L2Source(device, name: "/dev/video7", wish: wish)
        source.prefer(taken)
        _ = try source.plane()
        device.capture()
        try source.receive()
        return try #require(try source.plane())
    }

    private func layout(_ code: String, _ type: QueueType = .singlePlanar) throws -> BufferLayout {
        try plane(TestCaptureDevice([code], type, width: 100, height: 50)).layout
    }

    @Test(arguments: [
        ("XR24", "XR24", UInt32(448)), ("BGR4", "XR24", 448), ("AR24", "XR24", 448), ("XB24", "XB24", 448),
        ("AB24", "XB24", 448), ("BGR3", "RG24", 320), ("RGB3", "BG24", 320), ("RGBP", "RG16", 256),
        ("YUYV", "YUYV", 256), ("UYVY", "UYVY", 256), ("YVYU", "YVYU", 256), ("VYUY", "VYUY", 256),
    ])
    func packedFormatsAreCalledByTheirDRMNames(code: String, fourcc: String, stride: UInt32) throws {
        let format = try #require(Fourcc(fourcc))
        #expect(try layout(code) == BufferLayout(width: 100, height: 50, format: format, stride: stride))
    }

    @Test(arguments: QueueType.singlePlanar.with(.multiPlanar))
    func planesOfOneMemoryLieOneBehindTheOther(type: QueueType) throws {
        func layout(_ code: String, second: (UInt32, UInt32), third: (UInt32, UInt32)? = nil) throws {
            let found = try self.layout(code, type)
            #expect(found.stride == 128 && found.offset == 0 && found.fileCount == 1)
            #expect(found.second == MemoryPlane(offset: second.0, stride: second.1))
            #expect(found.third == third.map { MemoryPlane(offset: $0.0, stride: $0.1) })
        }
        for code in ["NV12", "NV21", "NV16", "NV61"] { try layout(code, second: (6400, 128)) }
        try layout("NV24", second: (6400, 256))
        for code in ["YU12", "YV12"] { try layout(code, second: (6400, 64), third: (6400 + 64 * 25, 64)) }
        try layout("422P", second: (6400, 64), third: (6400 + 64 * 50, 64))
    }

    @Test(arguments: [("NM12", "NV12"), ("NM21", "NV21"), ("NM16", "NV16"), ("NM61", "NV61")])
    func planesWithMemoriesOfTheirOwnHaveFilesOfTheirOwn(code: String, fourcc: String) throws {
        let found = try layout(code, .multiPlanar)
        #expect(found.format == Fourcc(fourcc))
        #expect(found.stride == 128 && found.second == MemoryPlane(file: 1, offset: 0, stride: 128))
    }

    @Test(arguments: [("YM12", "YU12"), ("YM21", "YV12"), ("YM16", "YU16")])
    func threePlanesHaveThreeFiles(code: String, fourcc: String) throws {
        let device = try TestCaptureDevice([code], .multiPlanar, width: 100, height: 50)
        let source = try V4L2Source(device, name: "/dev/video7")
        source.prefer(.everything)
        _ = try source.plane()
        device.capture()
        try source.receive()
        let plane = try #require(try source.plane())
        #expect(plane.layout.format == Fourcc(fourcc))
        #expect(plane.layout.second?.file == 1 && plane.layout.third?.file == 2)
        guard case .file(let memory) = try source.memory(of: plane) else {
            Issue.record("no file")
            return
        }
        try plane.layout.check(memory)
        #expect(device.calls["VIDIOC_EXPBUF"] == 18, "six buffers of three planes")
    }

    @Test func bytesBeforeThePictureAreSkipped() throws {
        let device = try TestCaptureDevice(["NM16"], .multiPlanar)
        device.offsets = CapturedPicture.Offsets(first: 128, second: 64)
        let layout = try plane(device).layout
        #expect(layout.offset == 128 && layout.second == MemoryPlane(file: 1, offset: 64, stride: 64))
    }

    @Test func theCompositorsFirstChoiceGoesBeforeTheDevices() throws {
        var taken = PresentableFormats.dmabufs([.nv12])
        taken.dmabuf?.tranches += PresentableFormats.dmabufs([.xrgb8888]).dmabuf?.tranches ?? []
        #expect(try plane(TestCaptureDevice(["XR24", "NV12"]), CaptureWish(), taken).layout.format == .nv12)
    }

    @Test func whatIsTakenAsItIsGoesBeforeWhatIsCopied() throws {
        let taken = PresentableFormats.dmabufs([.nv12])
        #expect(try plane(TestCaptureDevice(["XR24", "NV12"]), CaptureWish(), taken).layout.format == .nv12)
        let none = PresentableFormats(sharedMemory: [.xrgb8888])
        #expect(try plane(TestCaptureDevice(["NV12", "UYVY"]), CaptureWish(), none).layout.format == .uyvy)
    }

    @Test(arguments: ["NM12", "NV12"])
    func aFormatIsInsistedOnByEitherName(name: String) throws {
        let device = try TestCaptureDevice(["XR24", "NM12"], .multiPlanar)
        #expect(try plane(device, CaptureWish(format: name)).layout.format == .nv12)
    }

    @Test func aFormatThatTheDeviceLacksIsNamedWithThoseThatItHas() throws {
        let wish = CaptureWish(format: "UYVY")
        let codes = ["YUYV", "MJPG"].compactMap { PixelCode($0) }
        let error = CaptureError.noFormat("/dev/video7", wanted: "UYVY", offered: codes)
        #expect(throws: SourceError.unfit("\(error)")) {
            try plane(TestCaptureDevice(["YUYV", "MJPG"]), wish)
        }
        #expect("\(error)" == "/dev/video7 does not have the format UYVY: it has YUYV, MJPG")
    }

    @Test func whereNothingIsInCommonBothSidesAreNamed() throws {
        let error = CaptureError.nothingInCommon(
            "/dev/video7", offered: [PixelCode("NV12")].compactMap(\.self),
            taken: [.xrgb8888, .yuyv])
        let taken = PresentableFormats.dmabufs([.yuyv])
        #expect(throws: SourceError.unfit("\(error)")) {
            try plane(TestCaptureDevice(["MJPG", "NV12"]), CaptureWish(), taken)
        }
        #expect("\(error)".contains("the device has NV12, and the compositor takes XR24, YUYV"))
    }

    @Test func aSizeIsInsistedOn() throws {
        let device = try TestCaptureDevice(["XR24"])
        let size = FrameSize(width: 320, height: 240)
        #expect(try plane(device, CaptureWish(size: size)).layout.width == 320)

        let small = try TestCaptureDevice(["XR24"])
        small.settable = [FrameSize(width: 160, height: 120)]
        small.sizes = [PixelCode("XR24")!: [.exactly(FrameSize(width: 160, height: 120))]]
        let error = CaptureError.noSize(
            "/dev/video7", wanted: size, offered: [.exactly(FrameSize(width: 160, height: 120))])
        #expect(throws: SourceError.unfit("\(error)")) { try plane(small, CaptureWish(size: size)) }
        #expect("\(error)" == "/dev/video7 does not have pictures of 320×240: it has 160×120")
    }

    @Test(arguments: ["", "x", "640", "640x", "640x0", "640x480x1", "-1x5"])
    func aSizeIsTwoNumbers(text: String) {
        #expect(FrameSize(text) == nil)
        #expect(FrameSize("640x480") == FrameSize(width: 640, height: 480))
    }

    @Test func offeredSizesReadWell() {
        let (small, large) = (FrameSize(width: 160, height: 120), FrameSize(width: 640, height: 480))
        #expect("\(OfferedSize.exactly(small))" == "160×120")
        let steps = OfferedSize.range(from: small, to: large, step: FrameSize(width: 2, height: 2))
        #expect("\(steps)" == "160×120 to 640×480 in steps of 2×2")
        #expect(steps.contains(small) && !steps.contains(FrameSize(width: 161, height: 120)))
    }
}

extension QueueType {
    fileprivate func with(_ other: QueueType) -> [QueueType] { [self, other] }
}
