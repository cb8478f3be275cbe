import Descriptors
import Foundation
import Planes
import TestBed
import Testing

@testable import Demo

/// Proves what a person sees: planeview shows the demo device in a real Weston, with memfds that its software renderer
/// takes as dma-bufs, and every pixel is right.
@Suite(.enabled(if: TestBed.isAvailable, "run scripts/test"), .serialized)
struct WestonTests {
    private static let still = "demo:size=640x480,rate=0,buffers=8,backing=memfd"

    /// The demo's picture with the cursor blended over it, as the kernel's and Wayland's rules have it.
    private func expected(frame: Int, cursorAt corner: (x: Int, y: Int)) -> (Int, Int) -> UInt32 {
        let screen = TestCard(width: 640, height: 480, frameCount: 8).draw(frame: frame)
        let cursor = CursorImage.draw()
        return { x, y in
            let (cx, cy) = (x - corner.x, y - corner.y)
            guard (0..<CursorImage.size).contains(cx), (0..<CursorImage.size).contains(cy) else {
                return screen[x, y]
            }
            return blend(cursor[cx, cy], over: screen[x, y])
        }
    }

    /// Premultiplied source over an opaque ground.
    private func blend(_ source: UInt32, over ground: UInt32) -> UInt32 {
        let transparency = 255 - (source >> 24)
        return [0, 8, 16].reduce(0) { color, shift in
            let channel = (source >> shift & 0xff) + ((ground >> shift & 0xff) * transparency + 127) / 255
            return color | min(channel, 255) << shift
        }
    }

    @Test func aStillPictureIsShownExactlyWithTheCursorOverIt() throws {
        let weston = try HeadlessWeston(size: "640x480")
        let viewer = try weston.planeview("--device", Self.still, "--stats=0.1", "--stats-format=json")
        let tally = try Tally(viewer.line { try Tally($0).presented >= 2 })
        let picture = try weston.screenshot()
        #expect(picture.width == 640 && picture.height == 480)
        // A still demo's cursor rests where its path begins.
        let start = CursorPath(width: 640, height: 480).position(after: .init(nanoseconds: 0))
        let corner = (x: Int(start.x), y: Int(start.y))
        let differences = picture.differences(tolerance: 1, from: expected(frame: 0, cursorAt: corner))
        #expect(differences.isEmpty)
        // Off the cursor nothing was computed, so nothing may be off.
        let ground = TestCard(width: 640, height: 480, frameCount: 8).draw(frame: 0)
        let exact = picture.differences { x, y in
            let size = CursorImage.size
            let isCursor = (0..<size).contains(x - corner.x) && (0..<size).contains(y - corner.y)
            return isCursor ? picture[x, y] : ground[x, y]
        }
        #expect(exact.isEmpty)
        #expect(tally.path == "direct")
        #expect(tally.bytesCopied == 0)
        viewer.signal(SIGTERM)
        #expect(try viewer.end() == 0)
    }

    @Test func flippingMakesNoBufferTwice() throws {
        let weston = try HeadlessWeston(size: "640x480")
        let viewer = try weston.planeview(
            "--device", "demo:size=640x480,rate=1000,buffers=5", "--frames=300", "--stats=0.1",
            "--stats-format=json")
        var tallies: [Tally] = []
        while let line = try viewer.nextLine() { tallies.append(try Tally(line)) }
        let last = try #require(tallies.last)
        #expect(last.commits >= 300)
        #expect(last.flips >= 100)
        #expect(last.wlBuffersCreated == 6, "five pictures and a cursor")
        #expect(last.wlBuffersLive == 6)
        #expect(last.bytesCopied == 0)
        #expect(last.importFailures == 0)
        let steady = tallies.filter { $0.wlBuffersLive == 6 }.map(\.fdsOpen)
        #expect(Set(steady).count == 1, "descriptors come and go: \(steady)")
        #expect(try viewer.end() == 0)
    }

    @Test func aWindowOfAnotherShapeHasBlackBands() throws {
        let weston = try HeadlessWeston(size: "800x480")
        let viewer = try weston.planeview(
            "--device", Self.still + ",cursor=off", "--stats=0.1", "--stats-format=json")
        _ = try viewer.line { try Tally($0).presented >= 2 }
        let picture = try weston.screenshot()
        let ground = TestCard(width: 640, height: 480, frameCount: 8).draw(frame: 0)
        let differences = picture.differences { x, y in
            (80..<720).contains(x) ? ground[x - 80, y] : 0
        }
        #expect(differences.isEmpty)
        withExtendedLifetime(viewer) {}
    }

    @Test func aCompositorWithoutDMABufsGetsSharedMemory() throws {
        let weston = try HeadlessWeston(size: "640x480", renderer: "pixman")
        let viewer = try weston.planeview(
            "--device", Self.still + ",cursor=off", "--stats=0.1", "--stats-format=json")
        let tally = try Tally(viewer.line { try Tally($0).presented >= 2 })
        let ground = TestCard(width: 640, height: 480, frameCount: 8).draw(frame: 0)
        #expect(try weston.screenshot().differences { ground[$0, $1] }.isEmpty)
        #expect(tally.path == "shm")
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func aSignalEndsItInOrder(signal: Int32) throws {
        let weston = try HeadlessWeston(size: "640x480")
        let viewer = try weston.planeview("--device", Self.still, "--stats=0.1", "--stats-format=json")
        _ = try viewer.nextLine()
        viewer.signal(signal)
        #expect(try viewer.end() == 0)
    }

    @Test func aCompositorThatGoesIsToldAndEndsItWithStatus4() throws {
        let weston = try HeadlessWeston(size: "640x480")
        let viewer = try weston.planeview("--device", Self.still, "--stats=0.1", "--stats-format=json")
        _ = try viewer.line { try Tally($0).presented >= 1 }
        weston.crash()
        #expect(try viewer.end() == 4)
        #expect(viewer.errors.contains("the compositor closed the connection"))
    }

    @Test func theProcessHasNoGraphicsLibraryAndNoICU() throws {
        let weston = try HeadlessWeston(size: "640x480")
        let viewer = try weston.planeview(
            "--device", "demo:size=640x480", "--stats=0.1", "--stats-format=json")
        _ = try viewer.line { try Tally($0).presented >= 2 }
        // Files of /proc have no size, so they are read to their end.
        let file = try FileHandle(forReadingFrom: URL(filePath: "/proc/\(viewer.processIdentifier)/maps"))
        let maps = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
        let libraries = Set(
            maps.split(separator: "\n").compactMap { line in
                line.split(separator: "/").last.map(String.init)
            }
            .filter { $0.contains(".so") })
        let forbidden = [
            "libGL", "libEGL", "libGLES", "libgbm", "libvulkan", "icu", "libxml", "_FoundationICU",
        ]
        for library in libraries {
            #expect(!forbidden.contains { library.contains($0) }, "\(library) is mapped")
        }
        #expect(libraries.contains { $0.hasPrefix("libwayland-client") }, "the right process was looked at")
    }
}
