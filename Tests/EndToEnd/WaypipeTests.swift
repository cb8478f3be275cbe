import Foundation
import TestBed
import Testing

/// Proves that planeview can be shown on another machine: by waypipe's two halves, in a real Weston. This machine has no
/// device that dma-bufs could be made on, so it is wl_shm; dma-bufs are WaypipeTests of the virtual machine.
@Suite(
    .enabled(
        if: TestBed.isAvailable && Waypipe.isInstalled,
        "run scripts/test, which installs waypipe"),
    .serialized)
struct WaypipeTests {
    private static let told = ["--stats=0.1", "--stats-format=json"]

    @Test(arguments: ["none", "lz4", "zstd"])
    func aStillPictureIsExactThereWithTheCursorOverIt(compression: String) throws {
        let weston = try HeadlessWeston(size: "640x480")
        let waypipe = try Waypipe(
            weston, ["--compress", compression],
            planeview: ["--device", "demo:size=640x480,rate=0,backing=memfd"] + Self.told)
        let tally = try Tally(waypipe.server.line { try Tally($0).presented >= 2 })
        #expect(try StillDemo(size: "640x480").differences(in: weston.screenshot()) == [])
        #expect(tally.path == "shm" && tally.bytesCopied == 0)
        #expect(try waypipe.end() == 0)
        #expect(!waypipe.server.errors.contains("sandbox"), "\(waypipe.server.errors)")
    }

    /// waypipe has a copy of each wl_buffer on either side and sends in what they differ. So it is cheap as long as planeview
    /// shows the device's buffers by the same wl_buffers again.
    @Test func onlyWhatChangesIsSent() throws {
        let weston = try HeadlessWeston(size: "640x480")
        let waypipe = try Waypipe(
            weston, ["--compress", "none"],
            planeview: ["--device", "demo:size=640x480,rate=120,buffers=4,backing=memfd"] + Self.told)
        func counted(from flips: Int) throws -> (tally: Tally, bytes: Int) {
            let tally = try Tally(
                waypipe.server.line {
                    let tally = try Tally($0)
                    return tally.flips >= flips && tally.presented >= flips / 8
                })
            return (tally, try waypipe.bytesSent())
        }
        let picture = 640 * 480 * 4
        let before = try counted(from: 80)
        #expect(before.tally.wlBuffersCreated == 5, "four pictures and a cursor")
        #expect(before.bytes > 4 * picture, "each went over once")
        let after = try counted(from: before.tally.flips + 120)
        #expect(after.tally.wlBuffersCreated == 5 && after.tally.wlBuffersLive == 5)
        #expect(after.tally.bytesCopied == 0)
        let flips = after.tally.flips - before.tally.flips
        #expect((after.bytes - before.bytes) / flips < picture / 500)
        #expect(try waypipe.end() == 0)
    }

    @Test func aConnectionThatBreaksIsToldAndEndsItWithStatus4() throws {
        let weston = try HeadlessWeston(size: "640x480")
        let waypipe = try Waypipe(
            weston, planeview: ["--device", "demo:size=640x480,backing=memfd"] + Self.told)
        _ = try waypipe.server.line { try Tally($0).presented >= 2 }
        waypipe.client.signal(SIGKILL)
        #expect(try waypipe.server.end() == 4)
        #expect(
            waypipe.server.errors.contains(
                "planeview: the compositor ended the connection by a fault of its own; under waypipe, the "
                    + "connection to the other machine broke"), "\(waypipe.server.errors)")
    }

    /// As it is without waypipe: the other machine's compositor is gone.
    @Test func aCompositorThatGoesThereEndsItWithStatus4() throws {
        let weston = try HeadlessWeston(size: "640x480")
        let waypipe = try Waypipe(
            weston, planeview: ["--device", "demo:size=640x480,backing=memfd"] + Self.told)
        _ = try waypipe.server.line { try Tally($0).presented >= 2 }
        weston.crash()
        #expect(try waypipe.server.end() == 4)
        #expect(waypipe.server.errors.contains("planeview: the compositor "), "\(waypipe.server.errors)")
    }
}
