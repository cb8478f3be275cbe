import Planes
import Presentation
import TestCompositor
import Testing

/// Proves that each plane takes the best path that works, in whatever order paths open and close; that every pixel is right
/// on each; and that people are told.
@Suite struct LadderTests {
    @Test(arguments: Personality.all, Personality.all)
    func theBestPathIsTakenAndTakenAgainWhenTheCompositorChangesItsMind(
        first: Personality, second: Personality
    ) throws {
        let easel = Easel()
        let theatre = try Theatre.ladder(easel, first)
        #expect(theatre.statistics.path == first.best)
        #expect(theatre.pixels() == easel.expected(1))

        // The surface keeps a picture at every moment, and the guest goes on drawing.
        theatre.compositor.imports = .accepting(second.names(easel.source))
        try theatre.changeMind()
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
        let theatre = try Theatre.ladder(easel, personality)
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
        let theatre = try Theatre.ladder(easel, Personality(direct: false, udmabuf: false))
        #expect(
            theatre.path?.description
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
        let theatre = try Theatre.ladder(easel, Personality(direct: false, udmabuf: true), exports: false)
        #expect(theatre.pixels() == easel.expected(1))
        #expect(
            theatre.path?.obstacles[.udmabuf] == .noExporter("open /dev/udmabuf: No such file or directory"))
    }

    @Test func withoutDMABufsAllIsCopiedToWlShm() throws {
        let easel = Easel()
        let theatre = try Theatre.ladder(
            easel, Personality(direct: true, udmabuf: true),
            globals: TestCompositor.everything(but: "zwp_linux_dmabuf_v1"))
        #expect(theatre.pixels() == easel.expected(1))
        #expect(theatre.path?.path == .shm)
        #expect(theatre.path?.obstacles[.direct] == .noDmabufs)
        #expect(theatre.path?.obstacles[.udmabuf] == .noDmabufs)
    }

    @Test func aCompositorThatRefusesASecondCopyIsShownTheNextWay() throws {
        let easel = Easel()
        let theatre = try Theatre.ladder(easel, Personality(direct: false, udmabuf: true))
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
        let theatre = try Theatre.ladder(easel, Personality(direct: false, udmabuf: true)) { compositor in
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
        let theatre = try Theatre.ladder(easel, Personality(direct: false, udmabuf: false))
        #expect(theatre.path?.conversion == .xrgb8888)
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
        let theatre = try Theatre.ladder(easel, Personality(direct: false, udmabuf: false))
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
