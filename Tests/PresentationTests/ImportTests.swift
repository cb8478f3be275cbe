import Descriptors
import Glibc
import Planes
import Presentation
import TestCompositor
import Testing

/// Proves that no answer of the compositor, and no reply of a device, ends anything but the picture that it is about.
@Suite struct ImportTests {
    private func theatre(
        _ compositor: TestCompositor = TestCompositor(), kind: BufferMemory.Kind = .dmabuf,
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

    @Test func aRefusedBufferThatCannotBeReadKeepsTheOldPictureAndIsNotTriedAgain() throws {
        let theatre = try theatre()
        try theatre.poll { theatre.layers.count == 2 }
        theatre.compositor.imports = .refuse
        theatre.source.canBeRead = false
        theatre.source.show(2)
        for _ in 0..<5 { try theatre.frame() }
        try theatre.poll()
        #expect(theatre.layers[1] == "640×480 at 0,0 as 640×480")
        #expect(theatre.statistics.importFailures == 1)
        #expect(theatre.statistics.buffersCreated == 1)
        #expect(theatre.source.fetched.count == 2)
        let told = theatre.reports.filter { $0.contains("the compositor refused the buffer") }
        #expect(told.count == 1)
        #expect(told.first?.contains("no processor can read its memory (mmap: Permission denied)") == true)
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
        let other = try theatre(TestCompositor(globals: globals)) { $0.canBeRead = false }
        try other.poll()
        #expect(other.layers.count == 1)
        #expect(other.reports.contains { $0.contains("the compositor takes no dma-bufs") })
        #expect(
            other.reports.contains {
                $0.hasSuffix("use a compositor that draws with a GPU, and so takes dma-bufs")
            })
    }

    @Test func aDeviceThatNamesAnotherBufferEachTimeIsShown() throws {
        let theatre = try theatre { $0.churns = true }
        try theatre.poll { theatre.layers.count == 2 }
        for _ in 0..<80 { try theatre.poll() }
        #expect(theatre.statistics.flips >= 70)
        #expect(theatre.statistics.buffersLive <= 64)
        #expect(theatre.statistics.buffersCreated >= 80)
        #expect(theatre.source.fetched.count <= theatre.statistics.polls, "one a poll")
        #expect(theatre.ends.isEmpty)
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
        try theatre.hear()
        try theatre.poll { theatre.layers.count == 3 }
        #expect(theatre.statistics.flips == 1)
    }

    @Test func formatsThatAreNotAdvertisedAreNeverOffered() throws {
        let theatre = try theatre {
            $0.canBeRead = false
            $0.show(1, format: .xbgr8888)
        }
        try theatre.poll()
        #expect(theatre.compositor.log.allSatisfy { !$0.contains("create_params") })
        #expect(theatre.reports.contains { $0.contains("not direct: the compositor does not take XB24") })
        #expect(theatre.ends.isEmpty)
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

    @Test func whenTheCompositorHoldsEveryBufferThePictureStaysUntilItLetsGo() throws {
        let theatre = try theatre()
        try theatre.poll { theatre.layers.count == 2 }
        theatre.compositor.holdsReleases = true
        for number in 2...64 {
            theatre.source.show(UInt32(number))
            try theatre.frame()
        }
        #expect(theatre.statistics.flips == 63)
        for number in 65...69 {
            theatre.source.show(UInt32(number))
            try theatre.poll()
        }
        #expect(theatre.statistics.buffersCreated == 64)
        #expect(theatre.statistics.flips == 63)
        #expect(theatre.source.released.isEmpty)
        #expect(theatre.reports.count { $0.contains("the compositor holds them all") } == 1)
        theatre.compositor.releaseHeldBuffers()
        try theatre.hear()
        try theatre.poll { theatre.statistics.flips == 64 }
        #expect(theatre.statistics.buffersLive == 64)
        #expect(
            theatre.compositor.all(Buffer.self).count == 65, "the oldest went, and there is the background's")
        #expect(theatre.compositor.buffersDestroyedInUse == 0)
        #expect(theatre.source.released.count == 1)
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

    @Test func aReplyThatIsRefusedKeepsThePictureAndIsCounted() throws {
        let theatre = try theatre()
        try theatre.poll { theatre.layers.count == 2 }
        theatre.source.now.primary = .kept(.refused("a mode change is under way"))
        for _ in 0..<5 { try theatre.poll() }
        #expect(theatre.layers.count == 2)
        #expect(theatre.statistics.rejectedReplies >= 5)
        #expect(theatre.reports.count { $0.contains("a mode change is under way") } == 1)
    }

    @Test func theEndOfASourceThatTellsOfItIsHeardAtOnce() throws {
        let source = ScriptedSource()
        source.show(1)
        // A file with something in it is readable, and so is the descriptor of a process that has ended.
        var ends: [Int32] = [-1, -1]
        let made = unsafe pipe(&ends)
        try #require(made == 0)
        let reading = OwnedDescriptor(adopting: ends[0])
        let writing = OwnedDescriptor(adopting: ends[1])
        source.descriptor = reading.rawValue
        let theatre = try Theatre(TestCompositor(), source)
        try theatre.poll { theatre.layers.count == 2 }
        source.end = .lost("it ended")
        let written = unsafe write(writing.rawValue, "x", 1)
        #expect(written == 1)
        try theatre.settle()
        #expect(theatre.ends == ["it ended"])
        let polls = theatre.statistics.polls
        for _ in 0..<3 { try theatre.frame() }
        #expect(theatre.statistics.polls == polls)
    }

    @Test func aCursorThatIsNotTakenYetHoldsNobodyUp() throws {
        let theatre = try theatre()
        try theatre.poll { theatre.layers.count == 2 }
        theatre.source.show(2)
        try theatre.poll { theatre.statistics.flips == 1 }
        theatre.compositor.imports = .hold
        theatre.source.point(9, x: 1, y: 1)
        for number in 0..<10 {
            theatre.source.show(UInt32(1 + number % 2))
            try theatre.frame()
        }
        #expect(theatre.statistics.flips == 11)
        #expect(theatre.layers.count == 2)
        theatre.compositor.answerImports(accepting: false)
        try theatre.hear()
        #expect(theatre.statistics.importFailures == 1)
        try theatre.poll { theatre.layers.count == 3 }
        #expect(theatre.reports.count { $0.contains("the cursor plane") } == 1)
    }

    @Test func nothingIsLeftOfAnImportThatIsNeverAnswered() throws {
        let compositor = TestCompositor()
        compositor.imports = .hold
        let theatre = try theatre(compositor)
        #expect(compositor.heldImports.count == 1)
        try theatre.close()
        #expect(compositor.heldImports.isEmpty)
        #expect(theatre.source.openDescriptors == 0)
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
