import Foundation
import TestBed
import Testing

/// Proves, in a real Weston, that several devices have a window each, that none ends another's, and that a user who names
/// none is offered what there is.
@Suite(.enabled(if: TestBed.isAvailable, "run scripts/test"), .serialized)
struct SeveralDevicesTests {
    private static let still = "demo:size=640x480,rate=0,buffers=8,backing=memfd"
    private static let moving = "demo:size=320x240,rate=120,backing=memfd"

    private struct Told: Decodable {
        let device: String
        let polls: Int
        let commits: Int
        let presented: Int
    }

    private func told(_ line: String) throws -> Told {
        try JSONDecoder().decode(Told.self, from: Data(line.utf8))
    }

    @Test func oneWindowEndsAndTheOtherGoesOn() throws {
        let weston = try HeadlessWeston(size: "640x480")
        // The last window is the one in front: the other one is hidden, and its device asked once a second.
        let viewer = try weston.planeview(
            "--device", Self.still, "--device", Self.moving, "--frames=100", "--stats=0.1",
            "--stats-format=json")
        let line = try viewer.line {
            let told = try told($0)
            return told.device == Self.moving && told.commits == 100
        }
        #expect(try told(line).presented > 0)
        let polls = try told(try viewer.line { try told($0).device == Self.still }).polls
        // All that is told now is of the other.
        _ = try viewer.line {
            let told = try told($0)
            #expect(told.device == Self.still && told.commits < 100)
            return told.polls > polls + 1
        }
        viewer.signal(SIGTERM)
        #expect(try viewer.end() == 0)
        #expect(viewer.errors.contains("planeview: \(Self.still): showing 640×480"), "\(viewer.errors)")
        #expect(viewer.errors.contains("planeview: \(Self.moving): showing 320×240"), "\(viewer.errors)")
    }

    @Test func aDeviceThatCannotBeOpenedIsNothingToTheOthers() throws {
        let weston = try HeadlessWeston(size: "640x480")
        let viewer = try weston.planeview(
            "-d", "/dev/vfio/99", "-d", Self.still, "--stats=0.1", "--stats-format=json")
        _ = try viewer.line { try Tally($0).presented >= 1 }
        viewer.signal(SIGTERM)
        #expect(try viewer.end() == 2)
        #expect(viewer.errors.contains("/dev/vfio/99: there is no device /dev/vfio/99"), "\(viewer.errors)")
    }

    @Test func aCompositorThatGoesIsToldOnce() throws {
        let weston = try HeadlessWeston(size: "640x480")
        let viewer = try weston.planeview(
            "-d", Self.still, "-d", Self.moving, "--stats=0.1", "--stats-format=json")
        _ = try viewer.line { try told($0).presented >= 1 }
        weston.crash()
        #expect(try viewer.end() == 4)
        #expect(viewer.errors.split(separator: "closed the connection").count == 2, "\(viewer.errors)")
    }

    @Test func withoutADeviceAWindowSaysWhatThereIs() throws {
        let weston = try HeadlessWeston(size: "800x600")
        let viewer = try weston.planeview("--kiosk")
        var bright = 0
        for _ in 0..<50 where bright < 500 {
            let picture = try weston.screenshot()
            bright = (0..<picture.height).reduce(0) { count, y in
                count + (0..<picture.width).count { picture[$0, y] & 0xff > 0x80 }
            }
        }
        #expect(bright >= 500, "no words: \(viewer.errors)")
        viewer.signal(SIGTERM)
        #expect(try viewer.end() == 0)
    }
}
