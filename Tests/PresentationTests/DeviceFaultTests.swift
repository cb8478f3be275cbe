import Descriptors
import Glibc
import Planes
import Presentation
import TestCompositor
import TestDevice
import Testing
import VFIO

/// Proves that a window lives through what a display device does, from its answers to the compositor's screen.
@Suite struct DeviceFaultTests {
    private let device = TestDevice()

    private func theatre() throws -> Theatre {
        device.planes[.primary] = TestDevice.Picture(id: 1, width: 640, height: 480)
        let source = try VFIOSource(device, name: "test")
        let theatre = try Theatre(behind: source)
        try theatre.poll { theatre.layers.count == 2 }
        return theatre
    }

    private static let screen = "640×480 at 0,0 as 640×480"
    /// Of all kinds: the caller's faults, the system's shortages, the device's, and some that no driver gives.
    private static let errors = [
        EPERM, ENOENT, EINTR, EIO, EBADF, EAGAIN, ENOMEM, EACCES, EFAULT, EBUSY, EINVAL, ENFILE, EMFILE,
        ENOSPC,
        ENOSYS, ETIMEDOUT, EOPNOTSUPP,
    ]

    @Test(arguments: errors)
    func aDeviceThatAnswersAnErrorForAWhileKeepsItsPicture(error: Int32) throws {
        let theatre = try theatre()
        device.faults.queryError = error
        for _ in 0..<5 { try theatre.poll() }
        #expect(theatre.layers.last == Self.screen)
        device.faults.queryError = 0
        device.faults.fetchError = error
        device.planes[.primary] = TestDevice.Picture(id: 2, width: 320, height: 200)
        for _ in 0..<5 { try theatre.poll() }
        #expect(theatre.layers.last == Self.screen)
        device.faults.fetchError = 0
        try theatre.poll { theatre.layers.last == "320×200 at 0,0 as 320×200" }
        // Once for each plane that is asked for, whichever call it was.
        #expect(theatre.reports.count { $0.contains("VFIO_DEVICE_") } == 3, "\(theatre.reports)")
        #expect(theatre.statistics.rejectedReplies >= 10)
        #expect(theatre.ends == [])
    }

    @Test(arguments: [ENODEV, ENXIO, ENOTTY])
    func aDeviceThatIsGoneEndsTheWindow(error: Int32) throws {
        let theatre = try theatre()
        device.faults.queryError = error
        try theatre.frame()
        for _ in 0..<4 where theatre.ends.isEmpty { try theatre.pass(.seconds(1)) }
        #expect(theatre.ends.count == 1)
        #expect(theatre.ends.first?.hasPrefix("the device is gone: VFIO_DEVICE_QUERY_GFX_PLANE") == true)
    }

    /// What the guest does between the question for its planes and the one for their memory.
    @Test(arguments: ["mode", "off", "flip", "cursor"])
    func aGuestThatMovesOnBetweenQueryAndFetchIsCaughtUpWith(change: String) throws {
        let theatre = try theatre()
        var next = UInt32(100)
        // Three times running, then it rests.
        device.beforeFetch = { [unowned device] in
            guard next < 103 else { return }
            next += 1
            switch change {
            case "mode":
                device.planes[.primary] = TestDevice.Picture(id: next, width: 320 + next, height: 200)
            case "off": device.planes[.primary] = nil
            case "flip": device.planes[.primary] = TestDevice.Picture(id: next, width: 640, height: 480)
            default:
                device.planes[.cursor] = TestDevice.Picture(
                    id: next, format: .argb8888, width: 64, height: 64)
                device.planes[.primary] = TestDevice.Picture(id: next + 100, width: 640, height: 480)
            }
        }
        device.planes[.primary] = TestDevice.Picture(id: 2, width: 800, height: 600)
        for _ in 0..<12 { try theatre.poll() }
        let expected =
            switch change {
            case "mode": ["1×1 at 0,0 as 423×200", "423×200 at 0,0 as 423×200"]
            case "off": ["1×1 at 0,0 as 640×480"]
            case "flip": ["1×1 at 0,0 as 640×480", Self.screen]
            default: ["1×1 at 0,0 as 640×480", Self.screen, "64×64 at 0,0 as 64×64"]
            }
        // Where nothing is shown, there may be words.
        #expect(Array(theatre.layers.prefix(change == "off" ? 1 : 9)) == expected)
        #expect(theatre.ends == [])
        #expect(theatre.compositor.buffersDestroyedInUse == 0)
    }
}
