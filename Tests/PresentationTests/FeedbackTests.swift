import Foundation
import Planes
import Presentation
import TestCompositor
import Testing

/// Proves that what the compositor tells of its formats is taken in, in each way in which it may be told, and that only
/// what it told is sent.
@Suite struct FeedbackTests {
    private let xr24 = Fourcc.xrgb8888.rawValue

    private func theatre(
        version: UInt32 = 5, _ script: DmabufFeedbackScript = DmabufFeedbackScript(),
        prepare: (ScriptedSource) -> Void = { $0.show(1) }
    ) throws -> Theatre {
        let compositor = TestCompositor(
            globals: TestCompositor.everything.merging(["zwp_linux_dmabuf_v1": version]) { $1 })
        compositor.feedback = script
        let source = ScriptedSource()
        prepare(source)
        return try Theatre(compositor, source)
    }

    /// The requests that offered buffers.
    private func offers(_ theatre: Theatre) -> [Substring] {
        theatre.compositor.log.compactMap { $0.split(separator: ".add(fd, ").dropFirst().first }
    }

    @Test(arguments: [UInt32(3), 4, 5])
    func everyVersionTellsItsFormats(version: UInt32) throws {
        let theatre = try theatre(version: version)
        try theatre.poll { theatre.layers.count == 2 }
        #expect(theatre.statistics.path == .direct)
        #expect(theatre.compositor.log.contains("bind zwp_linux_dmabuf_v1 \(version)"))
        #expect(offers(theatre) == ["0, 0, 2560, 0, 0)"])
    }

    @Test(arguments: [UInt32(3), 4, 5])
    func aTiledPictureIsOfferedAsSuch(version: UInt32) throws {
        var script = DmabufFeedbackScript()
        script.table.append(FormatModifier(format: xr24, modifier: Modifier.intelX.rawValue))
        let theatre = try theatre(version: version, script) { $0.show(1, modifier: .intelX) }
        try theatre.poll { theatre.layers.count == 2 }
        #expect(offers(theatre) == ["0, 0, 2560, 16777216, 1)"])
    }

    @Test func aTiledPictureIsNotOfferedAsLinear() throws {
        let theatre = try theatre { $0.show(1, modifier: .intelX) }
        try theatre.poll()
        #expect(offers(theatre) == [])
        #expect(
            theatre.reports.count {
                $0.contains("but not with the arrangement of its pixels (Intel X-tiled)")
            } == 1)
    }

    @Test func aLinearPictureGoesToACompositorWithoutModifiersAsImplicit() throws {
        var script = DmabufFeedbackScript()
        script.table = [FormatModifier(format: xr24, modifier: Modifier.implicit.rawValue)]
        let theatre = try theatre(script)
        try theatre.poll { theatre.layers.count == 2 }
        #expect(offers(theatre) == ["0, 0, 2560, 16777215, 4294967295)"])
    }

    @Test(arguments: [UInt32(4), 5])
    func theTablesDescriptorIsClosed(version: UInt32) throws {
        var script = DmabufFeedbackScript()
        script.tableName = "planeview-formats-\(UUID().uuidString)"
        let theatre = try theatre(version: version, script)
        try theatre.poll { theatre.layers.count == 2 }
        for _ in 0..<10 { try #require(theatre.compositor.all(DmabufFeedback.self).first).tell(script) }
        try theatre.hear()
        #expect(openDescriptors(of: script.tableName) == 0)
    }

    @Test func versionTwoHasNoModifiersAndIsNotUsed() throws {
        let theatre = try theatre(version: 2) {
            $0.kind = .sharedMemory
            $0.show(1)
        }
        try theatre.poll { theatre.layers.count == 2 }
        #expect(theatre.statistics.path == .shm)
        #expect(offers(theatre) == [])
    }

    @Test func indicesBeyondTheTableAreIgnored() throws {
        var script = DmabufFeedbackScript()
        script.tranches = [.init(device: 1, flags: 1, indices: [3, 999, .max, 0])]
        let theatre = try theatre(script)
        try theatre.poll { theatre.layers.count == 2 }
    }

    @Test func whatIsInTheTableAndInNoTrancheIsNotOffered() throws {
        var script = DmabufFeedbackScript()
        script.tranches = [.init(device: 1, indices: [1])]
        let theatre = try theatre(script) {
            $0.canBeRead = false
            $0.show(1)
        }
        try theatre.poll()
        #expect(offers(theatre) == [])
        #expect(theatre.layers.count == 1)
    }

    @Test func allTranchesCount() throws {
        var script = DmabufFeedbackScript()
        script.tranches = [.init(device: 1, flags: 1, indices: [1]), .init(device: 1, indices: [0])]
        let theatre = try theatre(script)
        try theatre.poll { theatre.layers.count == 2 }
    }

    @Test(arguments: [UInt32.max, 47, 17, 16])
    func aTableIsReadAsFarAsItGoesAndAsFarAsItSays(size: UInt32) throws {
        var script = DmabufFeedbackScript()
        script.tellsSize = size
        let theatre = try theatre(script)
        try theatre.poll { theatre.layers.count == 2 }
    }

    @Test func newFeedbackReplacesTheOld() throws {
        let theatre = try theatre()
        try theatre.poll { theatre.layers.count == 2 }
        var script = DmabufFeedbackScript()
        script.table = [FormatModifier(format: Fourcc.xbgr8888.rawValue, modifier: 0)]
        theatre.compositor.feedback = script
        for feedback in theatre.compositor.all(DmabufFeedback.self) { feedback.tell(script) }
        try theatre.hear()
        theatre.source.canBeRead = false
        theatre.source.show(2, format: .xbgr8888)
        try theatre.poll { theatre.statistics.flips == 1 }
        theatre.source.show(3)
        try theatre.poll()
        #expect(theatre.statistics.flips == 1, "what is not offered any more is not sent")
    }

    @Test func newTranchesMayGoOnWithTheOldTableAndCountWhenTheyAreDone() throws {
        let theatre = try theatre()
        try theatre.poll { theatre.layers.count == 2 }
        theatre.source.canBeRead = false
        let all = theatre.compositor.all(DmabufFeedback.self)
        // AR24 alone.
        for feedback in all {
            feedback.send("tranche_formats", .array(of: [UInt16(1)]))
            feedback.send("tranche_done")
        }
        try theatre.hear()
        theatre.source.show(2)
        try theatre.poll { theatre.statistics.flips == 1 }
        for feedback in all { feedback.send("done") }
        try theatre.hear()
        theatre.source.show(3)
        try theatre.poll()
        #expect(theatre.statistics.flips == 1, "XR24 is in no tranche any more")
        theatre.source.show(2)
        theatre.source.point(4, x: 0, y: 0)
        try theatre.poll { theatre.layers.count == 3 }
    }
}
