import Planes
import Presentation
import TestCompositor
import Testing

/// Proves that no answer of the compositor, and no reply of a device, ends anything but the picture that it is about.
@Suite struct ImportTests {
    private func theatre(
        _ compositor: TestCompositor = TestCompositor(), kind: PlaneMemory.Kind = .dmabuf,
        prepare: (ScriptedSource) -> Void = { _ in }
    ) throws -> Theatre {
        let source = ScriptedSource()
        source.kind = kind
        source.show(1)
        prepare(source)
        let theatre = try Theatre(compositor, source)
        try theatre.settle()
        return theatre
    }

    @Test func aRefusedBufferKeepsTheOldPictureAndIsNotTriedAgain() throws {
        let theatre = try theatre()
        try theatre.poll { theatre.layers.count == 2 }
        theatre.compositor.imports = .refuse
        theatre.source.show(2)
        for _ in 0..<5 { try theatre.frame() }
        try theatre.poll()
        #expect(theatre.layers[1] == "640×480 at 0,0 as 640×480")
        #expect(theatre.statistics.importFailures == 1)
        #expect(theatre.statistics.buffersCreated == 1)
        #expect(theatre.source.fetched.count == 2)
        #expect(theatre.source.released.count == 1, "its memory was given back")
        #expect(
            theatre.source.openDescriptors == 2 * 1, "one, and the compositor's, which is in this process")
        let told = theatre.reports.filter { $0.contains("the compositor refused the buffer") }
        #expect(told.count == 1)
        #expect(theatre.ends.isEmpty)
    }

    @Test func sharedMemoryThatIsRefusedGoesThroughWlShm() throws {
        let compositor = TestCompositor()
        compositor.imports = .refuse
        let theatre = try theatre(compositor, kind: .sharedMemory)
        try theatre.poll { theatre.layers.count == 2 }
        #expect(theatre.statistics.path == .shm)
        #expect(theatre.statistics.importFailures == 1)
        #expect(theatre.statistics.bytesCopied == 0)
    }

    @Test func withoutDMABufsSharedMemoryIsShownAndADMABufIsTold() throws {
        let globals = TestCompositor.everything(but: "zwp_linux_dmabuf_v1")
        let shared = try theatre(TestCompositor(globals: globals), kind: .sharedMemory)
        try shared.poll { shared.layers.count == 2 }
        #expect(shared.statistics.path == .shm)
        let other = try theatre(TestCompositor(globals: globals))
        try other.poll()
        #expect(other.layers.count == 1)
        #expect(other.reports.contains { $0.contains("the compositor takes no dma-bufs") })
    }

    @Test func anAnswerThatIsLateBlocksNothing() throws {
        let theatre = try theatre()
        try theatre.poll { theatre.layers.count == 2 }
        theatre.compositor.imports = .hold
        theatre.source.show(2)
        theatre.source.point(9, x: 1, y: 1)
        for _ in 0..<5 { try theatre.frame() }
        #expect(theatre.statistics.flips == 0)
        #expect(theatre.layers.count == 2, "the old picture stays")
        theatre.compositor.answerImports(accepting: true)
        theatre.compositor.step()
        try theatre.poll { theatre.layers.count == 3 }
        #expect(theatre.statistics.flips == 1)
    }

    @Test func formatsThatAreNotAdvertisedAreNeverOffered() throws {
        let theatre = try theatre { $0.show(1, format: .xbgr8888) }
        try theatre.poll()
        #expect(theatre.compositor.log.allSatisfy { !$0.contains("create_params") })
        #expect(theatre.reports.contains { $0.contains("does not take this format and modifier") })
        #expect(theatre.ends.isEmpty)
    }

    @Test(arguments: [UInt32(3), 4, 5])
    func everyVersionTellsItsFormats(version: UInt32) throws {
        let globals = TestCompositor.everything.merging(["zwp_linux_dmabuf_v1": version]) { $1 }
        let compositor = TestCompositor(globals: globals)
        compositor.feedback.tableName = "planeview-formats-\(version)"
        let theatre = try theatre(compositor)
        try theatre.poll { theatre.layers.count == 2 }
        #expect(theatre.statistics.path == .direct)
    }

    @Test func versionTwoHasNoModifiersAndIsNotUsed() throws {
        let globals = TestCompositor.everything.merging(["zwp_linux_dmabuf_v1": 2]) { $1 }
        let theatre = try theatre(TestCompositor(globals: globals), kind: .sharedMemory)
        try theatre.poll { theatre.layers.count == 2 }
        #expect(theatre.statistics.path == .shm)
    }

    @Test func indicesBeyondTheTableAreIgnored() throws {
        let compositor = TestCompositor()
        compositor.feedback.tranches = [.init(device: 1, flags: 1, indices: [0, 3, 999, .max])]
        let theatre = try theatre(compositor)
        try theatre.poll { theatre.layers.count == 2 }
    }

    @Test func aTableThatIsSmallerThanItSaysIsReadAsFarAsItGoes() throws {
        let compositor = TestCompositor()
        compositor.feedback.tellsSize = .max
        let theatre = try theatre(compositor)
        try theatre.poll { theatre.layers.count == 2 }
    }

    @Test func newFeedbackReplacesTheOld() throws {
        let theatre = try theatre()
        try theatre.poll { theatre.layers.count == 2 }
        var script = DmabufFeedbackScript()
        script.table = [FormatModifier(format: Fourcc.xbgr8888.rawValue, modifier: 0)]
        theatre.compositor.feedback = script
        try #require(theatre.compositor.all(DmabufFeedback.self).first).tell(script)
        theatre.compositor.step()
        try theatre.settle()
        theatre.source.show(2, format: .xbgr8888)
        try theatre.poll { theatre.statistics.flips == 1 }
        theatre.source.show(3)
        try theatre.poll()
        #expect(theatre.statistics.flips == 1, "what is not offered any more is not sent")
    }

    @Test func releasesThatNeverComeStopNothing() throws {
        let theatre = try theatre()
        theatre.compositor.holdsReleases = true
        try theatre.poll { theatre.layers.count == 2 }
        for number in 1...200 {
            theatre.source.show(UInt32(1 + number % 3))
            try theatre.frame()
        }
        #expect(theatre.statistics.flips > 190)
        #expect(theatre.statistics.buffersCreated == 3)
        #expect(theatre.compositor.buffersDestroyedInUse == 0)
    }

    @Test func buffersThatChurnAreBoundedAndNoneIsDestroyedInUse() throws {
        let theatre = try theatre()
        try theatre.poll { theatre.layers.count == 2 }
        for number in 2...300 {
            theatre.source.show(UInt32(number))
            try theatre.frame()
        }
        #expect(theatre.statistics.buffersCreated > 250)
        #expect(theatre.statistics.buffersLive <= 64)
        #expect(theatre.compositor.all(Buffer.self).count <= 65)
        #expect(theatre.source.openDescriptors <= 2 * 64)
        #expect(theatre.compositor.buffersDestroyedInUse == 0)
    }

    @Test func aPictureThatIsLargerThanItsMemoryNeverReachesTheCompositor() throws {
        let theatre = try theatre { $0.memorySize = 640 * 480 * 4 - 1 }
        try theatre.poll()
        #expect(theatre.compositor.log.allSatisfy { !$0.contains("create_params") })
        #expect(theatre.statistics.rejectedReplies == 1)
        #expect(theatre.reports.contains { $0.contains("needs 1228800 bytes but its memory has 1228799") })
    }

    @Test func rejectedRepliesAreCountedAndToldOnceAKind() throws {
        let theatre = try theatre()
        try theatre.poll { theatre.layers.count == 2 }
        for _ in 0..<5 {
            theatre.source.now.primary = .kept(.rejected(.stride(1, needed: 4)))
            try theatre.frame()
            theatre.source.now.primary = .kept(.rejected(.format(.c8)))
            try theatre.frame()
        }
        #expect(theatre.statistics.rejectedReplies >= 8)
        #expect(theatre.reports.filter { $0.contains("not shown") }.count == 2)
        #expect(theatre.layers.count == 2, "the last picture stays")
    }

    @Test func memoryThatIsRefusedIsAskedForAgain() throws {
        let theatre = try theatre { $0.memoryError = .refused("the guest moved on") }
        try theatre.poll()
        #expect(theatre.layers.count == 1)
        theatre.source.memoryError = nil
        try theatre.poll { theatre.layers.count == 2 }
        #expect(theatre.reports.filter { $0.contains("the guest moved on") }.count == 1)
    }
}
