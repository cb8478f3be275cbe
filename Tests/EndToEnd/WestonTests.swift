import Foundation
import TestBed
import Testing

/// Proves what a person sees: planeview shows the demo device in a real Weston, with memfds that its software renderer
/// takes as dma-bufs, and every pixel is right.
@Suite(.enabled(if: TestBed.isAvailable, "run scripts/test"), .serialized)
struct WestonTests {
    private static let still = "demo:size=640x480,rate=0,buffers=8,backing=memfd"

    @Test func aStillPictureIsShownExactlyWithTheCursorOverIt() throws {
        let weston = try HeadlessWeston(size: "640x480")
        let viewer = try weston.planeview("--device", Self.still, "--stats=0.1", "--stats-format=json")
        let tally = try Tally(viewer.line { try Tally($0).presented >= 2 })
        let picture = try weston.screenshot()
        #expect(picture.width == 640 && picture.height == 480)
        #expect(try StillDemo(size: "640x480").differences(in: picture) == [])
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
        let still = try StillDemo(size: "640x480", hasCursor: false)
        #expect(picture.differences { x, y in still[x - 80, y] } == [])
        withExtendedLifetime(viewer) {}
    }

    @Test func aCompositorWithoutDMABufsGetsSharedMemory() throws {
        let weston = try HeadlessWeston(size: "640x480", renderer: "pixman")
        let viewer = try weston.planeview(
            "--device", Self.still + ",cursor=off", "--stats=0.1", "--stats-format=json")
        let tally = try Tally(viewer.line { try Tally($0).presented >= 2 })
        let still = try StillDemo(size: "640x480", hasCursor: false)
        #expect(try still.differences(in: weston.screenshot()) == [])
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

    @Test func anOutputThatIsNotThereIsToldWithThoseThatAre() throws {
        let weston = try HeadlessWeston(size: "640x480")
        let viewer = try weston.planeview("--device", Self.still, "--fullscreen-output", "NOPE-1")
        #expect(try viewer.end() == 1)
        #expect(viewer.errors.contains("there is no output 'NOPE-1': there is headless"), "\(viewer.errors)")
    }

    @Test func aKioskIsShownOnTheOutputThatIsNamed() throws {
        let weston = try HeadlessWeston(size: "800x480")
        let viewer = try weston.planeview(
            "--device", Self.still + ",cursor=off", "--kiosk", "--fullscreen-output=headless", "--stats=0.1",
            "--stats-format=json")
        _ = try viewer.line { try Tally($0).presented >= 2 }
        let still = try StillDemo(size: "640x480", hasCursor: false)
        #expect(try weston.screenshot().differences { x, y in still[x - 80, y] } == [])
        viewer.signal(SIGTERM)
        #expect(try viewer.end() == 0)
    }

    /// The library is this machine's, and is not there without scripts/install-dependencies --test.
    @Test func onADesktopTheWindowHasATitleBarAndIsStillExact() throws {
        let weston = try HeadlessWeston(size: "1000x700", shell: "desktop")
        let viewer = try weston.planeview(
            "--device", Self.still + ",cursor=off", "--stats=0.1", "--stats-format=json")
        _ = try viewer.line { try Tally($0).presented >= 2 }
        let file = try FileHandle(forReadingFrom: URL(filePath: "/proc/\(viewer.processIdentifier)/maps"))
        let maps = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
        #expect(maps.contains("libdecor-cairo.so"))
        // Weston lays windows out where it likes, the title bar under its panel here, and fades them in.
        let still = try StillDemo(size: "640x480", hasCursor: false)
        func corner(in picture: Image) -> (x: Int, y: Int)? {
            (0...220).lazy.flatMap { y in (0...360).lazy.map { (x: $0, y: y) } }.first { corner in
                (100..<240).allSatisfy { picture[corner.x + $0, corner.y + $0] == still[$0, $0] & 0xff_ffff }
            }
        }
        var picture = try weston.screenshot()
        var found = corner(in: picture)
        for _ in 0..<20 where found == nil {
            picture = try weston.screenshot()
            found = corner(in: picture)
        }
        #expect(found != nil, "the picture is there, with all its colours")
        viewer.signal(SIGTERM)
        #expect(try viewer.end() == 0)
    }

    @Test(arguments: [
        ("--sandbox", "NoNewPrivs:\t1\nSeccomp:\t2\n"), ("--no-sandbox", "NoNewPrivs:\t0\nSeccomp:\t0\n"),
    ])
    func theProcessHasGivenUpWhatItDoesNotNeed(option: String, expected: String) throws {
        let weston = try HeadlessWeston(size: "640x480")
        let viewer = try weston.planeview(
            "--device", "demo:size=640x480", option, "--stats=0.1", "--stats-format=json")
        _ = try viewer.line { try Tally($0).presented >= 2 }
        let file = try FileHandle(forReadingFrom: URL(filePath: "/proc/\(viewer.processIdentifier)/status"))
        let status = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
        #expect(status.contains(expected))
        viewer.signal(SIGTERM)
        #expect(try viewer.end() == 0)
        #expect(!viewer.errors.contains("gap"), "\(viewer.errors)")
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
            // Nobody has typed anything, and a window that fills the output has no title bar.
            "libxkbcommon", "libdecor",
        ]
        for library in libraries {
            #expect(!forbidden.contains { library.contains($0) }, "\(library) is mapped")
        }
        #expect(libraries.contains { $0.hasPrefix("libwayland-client") }, "the right process was looked at")
    }
}
