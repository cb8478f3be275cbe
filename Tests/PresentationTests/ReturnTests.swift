import Descriptors
import Foundation
import Planes
import Presentation
import Reconnection
import TestCompositor
import Testing

/// Proves that a window outlives its device: the last picture stays, the next device's is other memory whatever it is called,
/// and nothing is left of the old one.
@Suite struct ReturnTests {
    /// Two openings of one device, which name their buffers alike.
    private let first = Easel()
    private let second = Easel()
    private let device: Device

    private final class Device {
        var isThere = true
        var openings: [any PlaneSource] = []
        private(set) var reports: [String] = []

        func source() throws -> ReturningSource {
            try ReturningSource(
                named: "/dev/thing", [.atStart, .afterLoss], every: .seconds(0),
                report: { [unowned self] in reports.append($0) }
            ) { [unowned self] () throws(SourceError) in
                guard isThere else { throw .refused("there is no thing") }
                return openings.removeFirst()
            }
        }
    }

    init() {
        device = Device()
        device.openings = [first.source, second.source]
        first.show(1)
        for row in 0..<Easel.height { second.paint(1, row: row, UInt8(100 + row)) }
        second.show(1)
    }

    private func theatre(_ compositor: TestCompositor = TestCompositor()) throws -> Theatre {
        try Theatre(compositor, first.source, behind: device.source())
    }

    private func unplug(_ theatre: Theatre) throws {
        device.isThere = false
        first.source.error = .lost("the thing is gone")
        try theatre.poll { device.reports.count == 2 }
    }

    private func title(_ theatre: Theatre) -> String? { theatre.compositor.all(Toplevel.self).first?.title }

    @Test func thePictureStaysAndTheNextDeviceIsImportedAnew() throws {
        let theatre = try theatre()
        try theatre.poll { theatre.layers.count == 2 }
        first.source.point(9, x: 1, y: 1)
        try theatre.poll { theatre.layers.count == 3 }
        first.show(2)
        try theatre.poll { theatre.statistics.flips == 1 }
        try theatre.frame()
        #expect(first.lentDescriptors == 2 * 3, "and the compositor's, which is in this process")

        try unplug(theatre)
        let commits = theatre.statistics.commits
        let layers = theatre.layers
        for _ in 0..<5 { try theatre.poll() }
        #expect(theatre.layers == layers && layers.count == 3)
        #expect(theatre.pixels() == first.expected(2))
        #expect(theatre.statistics.commits == commits, "nobody draws into it")
        #expect(theatre.statistics.rejectedReplies == 0)
        #expect(first.lentDescriptors == 2 * 2, "what is on the screen")
        #expect(title(theatre) == "test – waiting for the device")
        #expect(
            device.reports == [
                "the thing is gone; waiting for it to come back", "there is no thing; still waiting",
            ])
        #expect(!theatre.reports.contains { $0.contains("keeps its last picture") })

        device.isThere = true
        try theatre.poll { theatre.pixels() == second.expected(1) }
        try theatre.frame()
        #expect(theatre.layers.count == 2, "the new one has no cursor")
        #expect(second.source.fetched.count == 1)
        #expect(device.reports.last == "test is back")
        #expect(title(theatre) == "test – 10×8")
        #expect(first.lentDescriptors == 0 && second.lentDescriptors == 2)
        #expect(theatre.statistics.buffersLive == 1)
        #expect(theatre.compositor.buffersDestroyedInUse == 0)
        #expect(first.source.released.count == 0, "it is not there to be told")
        #expect(theatre.ends == [])
        try theatre.close()
        #expect(second.lentDescriptors == 0)
    }

    /// The identity is other even where number and layout are not, and where the compositor holds on to what it has.
    @Test func theSameNumberIsOtherMemoryAndTheOldGoesWhenItIsReleased() throws {
        let theatre = try theatre()
        try theatre.poll { theatre.layers.count == 2 }
        theatre.compositor.holdsReleases = true
        try unplug(theatre)
        device.isThere = true
        try theatre.poll { theatre.pixels() == second.expected(1) }
        try theatre.frame()
        #expect(first.lentDescriptors == 2, "the compositor has not let go of it")
        theatre.compositor.releaseHeldBuffers()
        try theatre.hear()
        #expect(first.lentDescriptors == 0)
        #expect(theatre.compositor.buffersDestroyedInUse == 0)
    }

    /// A mapping of a device keeps it in use: nobody could open it again.
    @Test func memoryThatIsCopiedIsLetGoOfAtOnce() throws {
        let canvas = try Canvas(stride: Easel.stride, height: Easel.height)
        for row in 0..<Easel.height { canvas.paint(row: row, UInt8(50 + row)) }
        first.source.canvas = canvas
        let theatre = try theatre()
        try theatre.poll { theatre.layers.count == 2 }
        let picture = theatre.pixels()
        #expect(try mappings(of: canvas) == 2, "the test's and the cache's")
        try unplug(theatre)
        #expect(try mappings(of: canvas) == 1)
        for _ in 0..<3 { try theatre.poll() }
        #expect(theatre.pixels() == picture)
        device.isThere = true
        try theatre.poll { theatre.pixels() == second.expected(1) }
        #expect(theatre.ends == [])
    }

    @Test func anImportThatIsUnderWayIsForgotten() throws {
        let theatre = try theatre()
        try theatre.poll { theatre.layers.count == 2 }
        theatre.compositor.imports = .hold
        first.show(2)
        try theatre.poll()
        try unplug(theatre)
        #expect(first.lentDescriptors == 3, "what is on the screen, and what the compositor looks at")
        theatre.compositor.answerImports(accepting: true)
        theatre.compositor.imports = .accept
        try theatre.hear()
        #expect(theatre.pixels() == first.expected(1))
        #expect(first.lentDescriptors == 2)
        device.isThere = true
        try theatre.poll { theatre.pixels() == second.expected(1) }
        #expect(theatre.compositor.buffersDestroyedInUse == 0)
    }

    @Test func aWindowWaitsForItsFirstDevice() throws {
        device.isThere = false
        let theatre = try theatre()
        for _ in 0..<3 { try theatre.poll() }
        #expect(title(theatre) == "/dev/thing – waiting for the device")
        #expect(theatre.layers.count == 1)
        #expect(theatre.reports == [])
        #expect(device.reports == ["there is no thing; waiting for it"])
        device.isThere = true
        try theatre.poll { theatre.pixels() == first.expected(1) }
        #expect(title(theatre) == "test – 10×8")
        // From now on it is asked, as such sources are.
        first.show(2)
        try theatre.poll { theatre.pixels() == first.expected(2) }
    }

    private func mappings(of canvas: Canvas) throws -> Int {
        let inode = try #require(OpenFile(behind: canvas.file.rawValue)).inode
        let maps = try FileHandle(forReadingFrom: URL(filePath: "/proc/self/maps")).readToEnd() ?? Data()
        return String(decoding: maps, as: UTF8.self).split(separator: "\n").count {
            $0.split(separator: " ").dropFirst(4).first == "\(inode)"
        }
    }
}
