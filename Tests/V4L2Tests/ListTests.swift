import Descriptors
import Glibc
import Planes
import TestDevice
import Testing
import V4L2

/// Proves that capture devices are found and asked without being set.
@Suite struct ListTests {
    @Test func devicesAreListedInTheirOrderWithTheirLastingNames() throws {
        let tree = MadeUpTree()
        for name in ["video10", "video2", "video3", "videodev", "vbi0"] { tree.file("/dev/" + name) }
        tree.link("/dev/v4l/by-id/usb-Maker_Camera-video-index0", to: "../../video2")
        let camera = try TestCaptureDevice(["YUYV", "MJPG"])
        let metadata = try TestCaptureDevice([])
        metadata.answer = CaptureCapability(driver: "test", card: "Camera", bus: "", flags: 0x0480_0000)
        let list = CaptureList(in: tree.tree) { path throws(CaptureError) in
            switch path {
            case "/dev/video2": return camera
            case "/dev/video3": return metadata
            default: throw .forbidden(path)
            }
        }
        #expect(list.entries.map(\.name) == ["/dev/video2", "/dev/video10"])
        #expect(list.entries[0].lastingNames == ["/dev/v4l/by-id/usb-Maker_Camera-video-index0"])
        guard case .capture(let report, let holders) = list.entries[0].state,
            case .unknown(let error) = list.entries[1].state
        else {
            Issue.record("\(list.entries)")
            return
        }
        #expect(report.formats.map(\.shown) == [.yuyv, nil] && holders.isEmpty)
        #expect(error == .forbidden("/dev/video10"))
        #expect("\(error)".contains("sudo setfacl -m u:$USER:rw /dev/video10"))
    }

    @Test func whatIsKnownIsNotOpenedAgain() throws {
        let tree = MadeUpTree()
        for name in ["video0", "video1", "video2"] { tree.file("/dev/" + name) }
        let camera = try TestCaptureDevice(["YUYV"])
        let metadata = try TestCaptureDevice([])
        metadata.answer = CaptureCapability(driver: "test", card: "Camera", bus: "", flags: 0x0480_0000)
        var opened: [String] = []
        func look(after earlier: CaptureList?) -> CaptureList {
            opened = []
            return CaptureList(in: tree.tree, after: earlier) { path throws(CaptureError) in
                opened.append(path)
                switch path {
                case "/dev/video0": return camera
                case "/dev/video1": return metadata
                default: throw .forbidden(path)
                }
            }
        }
        let first = look(after: nil)
        #expect(opened.count == 3)
        tree.file("/dev/video3")
        let second = look(after: first)
        #expect(opened == ["/dev/video2", "/dev/video3"])
        #expect(second.entries.map(\.name) == ["/dev/video0", "/dev/video2", "/dev/video3"])
        _ = look(after: second)
        #expect(opened == ["/dev/video2", "/dev/video3"])
    }

    @Test func aReportSetsNothing() throws {
        let device = try TestCaptureDevice(["XR24"])
        device.sizes = [device.codes[0]: [.exactly(FrameSize(width: 640, height: 480))]]
        let report = try CaptureReport(of: device, name: "/dev/video0")
        #expect(report.current.code == device.codes[0] && report.colour == ColourEncoding(.identity, .full))
        #expect(report.formats[0].sizes == [.exactly(FrameSize(width: 640, height: 480))])
        #expect(device.calls["VIDIOC_S_FMT"] == nil && device.calls["VIDIOC_REQBUFS"] == nil)
    }

    @Test func filesOfTheKernelAreToldApart() throws {
        let opener = CaptureOpener()
        #expect(throws: CaptureError.missing("/dev/video99")) { _ = try opener.open("/dev/video99") }
        #expect(throws: CaptureError.notAVideoDevice("/dev/null")) {
            _ = try V4L2Source(opener.open("/dev/null"), name: "/dev/null")
        }
        #expect(CaptureOpener.isName("/dev/video0") && CaptureOpener.isName("/dev/v4l/by-id/camera"))
        #expect(!CaptureOpener.isName("/dev/vfio/1"))
    }
}
