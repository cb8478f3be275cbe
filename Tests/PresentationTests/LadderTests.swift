import Planes
import Presentation
import TestCompositor
import Testing

/// Proves that each plane takes the best path that works, in whatever order paths open and close; that every pixel is right
/// on each; and that people are told.
@Suite struct LadderTests {
    /// What a compositor takes besides what every one does.
    struct Personality: Sendable, CustomTestStringConvertible {
        var direct: Bool
        var udmabuf: Bool

        static let all = [(true, true), (true, false), (false, true), (false, false)]
            .map { Personality(direct: $0.0, udmabuf: $0.1) }

        /// The path that a plane with a dma-buf takes.
        var best: PixelPath { direct ? .direct : udmabuf ? .udmabuf : .shm }
        var testDescription: String {
            "\(direct ? "takes" : "refuses") direct, \(udmabuf ? "takes" : "refuses") udmabuf"
        }

        func names(_ source: ScriptedSource) -> Set<String> {
            Set((direct ? [source.fileName] : []) + (udmabuf ? ["planeview-copy"] : []))
        }
    }

    private func theatre(
        _ easel: Easel, _ personality: Personality, globals: [String: UInt32] = TestCompositor.everything,
        exports: Bool = true, prepare: (TestCompositor) -> Void = { _ in }
    ) throws -> Theatre {
        let compositor = TestCompositor(globals: globals)
        compositor.imports = .accepting(personality.names(easel.source))
        prepare(compositor)
        if easel.source.now.primary == .off { easel.show(1) }
        let theatre = try Theatre(compositor, easel.source, MemoryExporter(isThere: exports))
        try theatre.poll { theatre.layers.count == 2 }
        return theatre
    }

    /// Tells something new, so that all is judged again.
    private func changeMind(_ theatre: Theatre, _ change: (inout DmabufFeedbackScript) -> Void = { _ in })
        throws
    {
        theatre.compositor.feedback.mainDevice += 1
        change(&theatre.compositor.feedback)
        for feedback in theatre.compositor.all(DmabufFeedback.self) {
            feedback.tell(theatre.compositor.feedback)
        }
        try theatre.hear()
    }

    private func path(_ theatre: Theatre) -> PlanePath? { theatre.statistics.paths[.primary] }

    @Test(arguments: Personality.all, Personality.all)
    func theBestPathIsTakenAndTakenAgainWhenTheCompositorChangesItsMind(
        first: Personality, second: Personality
    ) throws {
        let easel = Easel()
        let theatre = try theatre(easel, first)
        #expect(theatre.statistics.path == first.best)
        #expect(theatre.pixels() == easel.expected(1))

        // The surface keeps a picture at every moment, and the guest goes on drawing.
        theatre.compositor.imports = .accepting(second.names(easel.source))
        try changeMind(theatre)
        #expect(theatre.layers.count == 2)
        for step in 0..<6 {
            easel.paint(1, row: step, UInt8(100 + step))
            try theatre.poll()
            #expect(theatre.layers.count == 2)
        }
        // What the compositor has taken, it keeps.
        let expected = first.direct ? .direct : second.best
        try theatre.poll { theatre.statistics.path == expected && theatre.pixels() == easel.expected(1) }
        #expect(theatre.compositor.buffersDestroyedInUse == 0)
        #expect(theatre.ends.isEmpty)
    }

    @Test(arguments: Personality.all)
    func flippingBuffersAreRightOnEveryPath(personality: Personality) throws {
        let easel = Easel()
        let theatre = try theatre(easel, personality)
        for step in 1...20 {
            let number = UInt32(1 + step % 3)
            easel.show(number)
            easel.paint(number, row: step % 8, UInt8(100 + step))
            try theatre.poll { theatre.pixels() == easel.expected(number) }
        }
        #expect(theatre.statistics.path == personality.best)
        #expect(theatre.statistics.buffersCreated <= 5, "three of the device's, or two or three copies")
        if personality.best != .direct {
            #expect(
                theatre.statistics.importFailures == (personality.udmabuf ? 1 : 2),
                "one that was refused speaks for all that are like it")
            #expect(theatre.statistics.bytesCopied < 20 * 320, "rows, and not pictures")
        }
        #expect(theatre.source.fetched.count == 3)
    }

    @Test func whatIsInTheWayIsToldOnceAndKept() throws {
        let easel = Easel()
        let theatre = try theatre(easel, Personality(direct: false, udmabuf: false))
        #expect(
            path(theatre)?.description
                == "shm (not direct: the compositor refused the buffer; not udmabuf: the compositor refused the buffer)"
        )
        for step in 0..<5 {
            easel.show(UInt32(1 + step % 2))
            try theatre.poll()
        }
        #expect(theatre.reports.count { $0.contains("not direct: ") } == 1)
        #expect(
            theatre.reports.contains {
                $0.contains("the primary plane (10×8 XR24 linear, stride 64) takes the path shm (")
            })
    }

    @Test func aMachineWithoutUdmabufSaysSo() throws {
        let easel = Easel()
        let theatre = try theatre(easel, Personality(direct: false, udmabuf: true), exports: false)
        #expect(theatre.pixels() == easel.expected(1))
        #expect(
            path(theatre)?.obstacles[.udmabuf] == .noExporter("open /dev/udmabuf: No such file or directory"))
    }

    @Test func withoutDMABufsAllIsCopiedToWlShm() throws {
        let easel = Easel()
        let theatre = try theatre(
            easel, Personality(direct: true, udmabuf: true),
            globals: TestCompositor.everything(but: "zwp_linux_dmabuf_v1"))
        #expect(theatre.pixels() == easel.expected(1))
        #expect(path(theatre)?.path == .shm)
        #expect(path(theatre)?.obstacles[.direct] == .noDmabufs)
        #expect(path(theatre)?.obstacles[.udmabuf] == .noDmabufs)
    }

    @Test func aCompositorThatRefusesASecondCopyIsShownTheNextWay() throws {
        let easel = Easel()
        let theatre = try theatre(easel, Personality(direct: false, udmabuf: true))
        #expect(theatre.statistics.path == .udmabuf)
        theatre.compositor.imports = .refuse
        easel.paint(1, row: 3, 99)
        try theatre.poll { theatre.statistics.path == .shm }
        #expect(theatre.pixels() == easel.expected(1))
        #expect(theatre.compositor.buffersDestroyedInUse == 0)
    }

    /// Formats that the compositor does not take: what is taken as it is, is not converted.
    @Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
    func formatsAreConvertedOnlyWhereNothingTakesThem(inDmabufs: Bool, inSharedMemory: Bool) throws {
        let easel = Easel(.xbgr8888)
        let theatre = try theatre(easel, Personality(direct: false, udmabuf: true)) { compositor in
            if inSharedMemory { compositor.sharedMemoryFormats.append(Fourcc.xbgr8888.rawValue) }
            if inDmabufs {
                compositor.feedback.table.append(
                    FormatModifier(format: Fourcc.xbgr8888.rawValue, modifier: 0))
            }
        }
        let path = try #require(theatre.statistics.paths[.primary])
        #expect(path.path == (inDmabufs || !inSharedMemory ? .udmabuf : .shm))
        #expect(path.conversion == (inDmabufs || inSharedMemory ? nil : .xrgb8888))
        for row in [0, 5, 7] {
            easel.paint(1, row: row, UInt8(50 + row))
            // All bytes of a row are alike: only the fourth tells the formats apart.
            let expected = easel.expected(1).enumerated().map {
                path.conversion != nil && $0 % 4 == 3 ? 255 : $1
            }
            try theatre.poll { theatre.pixels() == expected }
        }
        #expect(theatre.statistics.buffersCreated <= 3)
    }

    @Test func aConvertedPictureThatNobodyCouldTakeInAtOnceIsWholeInTheEnd() throws {
        let easel = Easel(.rgb565)
        let theatre = try theatre(easel, Personality(direct: false, udmabuf: false))
        #expect(path(theatre)?.conversion == .xrgb8888)
        theatre.compositor.holdsReleases = true
        for step in 0..<8 {
            easel.paint(1, row: step, 0xff)
            try theatre.poll()
        }
        theatre.compositor.holdsReleases = false
        theatre.compositor.releaseHeldBuffers()
        try theatre.poll { theatre.pixels() == [UInt8](repeating: 255, count: 320) }
    }

    @Test func aTiledPictureOfAnotherGPUNamesBothAndTheWayOut() throws {
        let easel = Easel()
        easel.source.gpu = GPU(address: "0000:00:02.0", driver: "i915", vendor: "Intel")
        easel.show(1, modifier: .intelX)
        let theatre = try Theatre(TestCompositor(), easel.source, MemoryExporter(isThere: true))
        try theatre.poll()
        #expect(theatre.layers.count == 1)
        let told = theatre.reports.filter { $0.contains("cannot be shown") }
        #expect(told.count == 1)
        let sentence = try #require(told.first)
        #expect(sentence.contains("not direct: the compositor takes XR24, but not with the arrangement"))
        #expect(sentence.contains("not udmabuf: a picture that is Intel X-tiled cannot be copied by rows"))
        #expect(
            sentence.contains(
                "the pictures are made by Intel 0000:00:02.0, driver i915, and the compositor draws with"))
        #expect(sentence.contains("let the compositor draw with the former"))
        #expect(theatre.ends.isEmpty)
    }

    @Test func aPictureThatMayBeScannedOutIsReported() throws {
        let easel = Easel()
        let theatre = try theatre(easel, Personality(direct: true, udmabuf: true)) { compositor in
            compositor.feedback.tranches = [
                .init(device: 1, flags: 1, indices: [0]), .init(device: 1, indices: [1, 2]),
            ]
        }
        #expect(path(theatre)?.isScanout == true)
        #expect(theatre.reports.contains { $0.contains("path direct, fit for scan-out") })
    }

    @Test func aBufferThatMayBeScannedOutLaterIsReportedThen() throws {
        let easel = Easel()
        let theatre = try theatre(easel, Personality(direct: true, udmabuf: true))
        #expect(path(theatre)?.isScanout == false)
        try changeMind(theatre) {
            $0.tranches = [.init(device: 1, flags: 1, indices: [0]), .init(device: 1, indices: [1, 2])]
        }
        try theatre.poll { path(theatre)?.isScanout == true }
        #expect(theatre.statistics.buffersCreated == 1)
    }

    /// What a surface's own feedback says counts for this surface.
    @Test func aSurfaceThatIsToldOtherFormatsTakesThose() throws {
        let easel = Easel()
        let theatre = try theatre(easel, Personality(direct: true, udmabuf: false))
        var script = theatre.compositor.feedback
        script.table = [FormatModifier(format: Fourcc.xbgr8888.rawValue, modifier: 0)]
        // The default one, then the primary plane's.
        theatre.compositor.all(DmabufFeedback.self)[1].tell(script)
        try theatre.hear()
        easel.show(2)
        try theatre.poll { theatre.statistics.path == .shm }
        #expect(path(theatre)?.obstacles[.direct] == .format(.xrgb8888))
    }

    @Test func anOfferThatIsUnderWayIsJudgedAgainWhenTheAnswerHasChanged() throws {
        let easel = Easel()
        let theatre = try theatre(easel, Personality(direct: true, udmabuf: true))
        theatre.compositor.imports = .hold
        easel.show(2)
        try theatre.poll()
        #expect(theatre.compositor.heldImports.count == 1)
        try changeMind(theatre)
        theatre.compositor.imports = .accept
        theatre.compositor.answerImports(accepting: false)
        try theatre.hear()
        try theatre.poll { theatre.pixels() == easel.expected(2) && theatre.statistics.path == .direct }
        #expect(theatre.statistics.importFailures == 1)
    }

    @Test func aFeedbackThatSaysTheSameAgainCostsNothing() throws {
        let easel = Easel()
        let theatre = try theatre(easel, Personality(direct: false, udmabuf: false))
        try theatre.poll()
        let failures = theatre.statistics.importFailures
        for feedback in theatre.compositor.all(DmabufFeedback.self) {
            feedback.tell(theatre.compositor.feedback)
        }
        try theatre.hear()
        try theatre.poll()
        #expect(theatre.statistics.importFailures == failures)
    }

    @Test func memoryThatIsTakenAwayEndsThePlaneAndNotTheProgram() throws {
        let canvas = try Canvas(stride: 4096, height: 8, canShrink: true)
        let source = ScriptedSource()
        source.canvas = canvas
        let layout = BufferLayout(width: 10, height: 8, format: .xrgb8888, stride: 4096)
        source.now.primary = .shown(
            Plane(kind: .primary, identity: BufferIdentity(.region(9), layout: layout)))
        let theatre = try Theatre(TestCompositor(), source)
        canvas.paint(row: 3, 33)
        try theatre.poll { theatre.layers.count == 2 }
        let picture = theatre.pixels()
        try canvas.shrink()
        try theatre.poll { theatre.reports.contains { $0.contains("was taken away while it was read") } }
        try theatre.poll()
        #expect(theatre.pixels() == picture, "the last picture stays")
        #expect(theatre.source.released.map(\.name) == [.region(9)])
        #expect(theatre.ends.isEmpty)
        // Another mode, another memory.
        source.canvas = nil
        source.show(1)
        try theatre.poll { theatre.statistics.path == .direct }
    }

    @Test func aCursorThatNobodySeesHoldsNoBuffers() throws {
        let easel = Easel()
        let theatre = try theatre(easel, Personality(direct: false, udmabuf: false))
        theatre.source.point(50, x: 1, y: 1)
        try theatre.poll { theatre.layers.count == 3 }
        theatre.source.now.primary = .off
        for number in 51...60 {
            theatre.source.point(UInt32(number), x: 1, y: 1)
            try theatre.poll()
        }
        easel.show(1)
        try theatre.poll { theatre.layers.count == 3 }
        #expect(theatre.compositor.buffersDestroyedInUse == 0)
    }
}
