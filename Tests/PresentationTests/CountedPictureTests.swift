import Descriptors
import Glibc
import Planes
import Presentation
import TestCompositor
import Testing

/// Proves what sources of finished pictures rely on: a picture's buffer is theirs again when the compositor has let go of it
/// and not before, no picture is shown twice or passed over in silence, and nobody asks a source that tells.
@Suite struct CountedPictureTests {
    private let easel = Easel()
    private var source: ScriptedSource { easel.source }

    /// Shows the picture with a number, in a buffer.
    private func show(_ sequence: UInt64, in buffer: UInt32) {
        easel.show(buffer)
        guard case .shown(let plane) = source.now.primary else { return }
        source.now.primary = .shown(
            Plane(kind: .primary, identity: plane.identity, sequence: sequence))
    }

    private func theatre(_ prepare: (TestCompositor) -> Void = { _ in }) throws -> Theatre {
        let compositor = TestCompositor()
        prepare(compositor)
        show(1, in: 1)
        let theatre = try Theatre(compositor, source)
        try theatre.poll { theatre.layers.count == 2 }
        return theatre
    }

    private func names(_ identities: [BufferIdentity]) -> [BufferIdentity.Name] { identities.map(\.name) }

    @Test func aBufferGoesBackWhenTheCompositorLetsGoOfItAndNotBefore() throws {
        let theatre = try theatre()
        theatre.compositor.holdsReleases = true
        show(2, in: 2)
        try theatre.poll { theatre.statistics.flips == 1 }
        #expect(source.returned.isEmpty, "the compositor holds the first")
        theatre.compositor.releaseHeldBuffers()
        try theatre.hear()
        #expect(names(source.returned) == [.number(1)])
        // The same buffer with another picture is another picture.
        show(3, in: 1)
        try theatre.poll { theatre.statistics.flips == 2 }
        theatre.compositor.releaseHeldBuffers()
        try theatre.hear()
        #expect(names(source.returned) == [.number(1), .number(2)])
        #expect(theatre.statistics.buffersCreated == 2)
    }

    @Test func aSingleBufferIsAttachedAgainForEachPicture() throws {
        let theatre = try theatre()
        for sequence in 2...5 {
            _ = theatre.takeRequests()
            show(UInt64(sequence), in: 1)
            let commits = theatre.statistics.commits
            try theatre.poll { theatre.statistics.commits > commits }
            let requests = theatre.takeRequests()
            #expect(requests.contains { $0.contains(".attach(wl_buffer") })
            #expect(requests.contains { $0.contains("damage_buffer(0, 0, 10, 8)") })
        }
    }

    @Test func aPictureIsCommittedOnce() throws {
        let theatre = try theatre()
        try theatre.frame()
        _ = theatre.takeRequests()
        for _ in 0..<5 { try theatre.poll() }
        #expect(theatre.takeRequests() == [], "nobody draws into it")
        #expect(source.returned.isEmpty)
    }

    @Test func aPictureThatIsPassedOverGoesBackAtOnce() throws {
        let theatre = try theatre()
        theatre.compositor.imports = .hold
        show(2, in: 2)
        try theatre.poll()
        show(3, in: 3)
        try theatre.poll()
        #expect(names(source.returned) == [.number(2)])
        theatre.compositor.answerImports(accepting: true)
        try theatre.hear()
        try theatre.poll { theatre.pixels() == easel.expected(3) }
        try theatre.frame()
        #expect(names(source.returned) == [.number(2), .number(1)])
    }

    @Test func aCopiedPictureGoesBackAtOnceAndIsNotReadAgain() throws {
        let theatre = try theatre { $0.imports = .refuse }
        #expect(theatre.statistics.path == .shm)
        #expect(names(source.returned) == [.number(1)])
        let picture = theatre.pixels()
        // The device draws the next one.
        easel.paint(1, row: 2, 99)
        for _ in 0..<3 { try theatre.poll() }
        #expect(theatre.pixels() == picture)
        show(2, in: 1)
        try theatre.poll { theatre.pixels() == easel.expected(1) }
        #expect(names(source.returned) == [.number(1), .number(1)])
    }

    @Test func memoryThatDoesNotComeAgainIsLetGoOf() throws {
        let theatre = try theatre()
        guard case .shown(let first) = source.now.primary else { return }
        show(2, in: 2)
        try theatre.poll { theatre.statistics.flips == 1 }
        source.gone = [first.identity]
        try theatre.frame()
        show(3, in: 3)
        try theatre.poll { theatre.statistics.flips == 2 }
        #expect(names(source.released) == [.number(1)])
        #expect(theatre.statistics.buffersLive == 2)
        #expect(theatre.compositor.buffersDestroyedInUse == 0)
    }

    /// A device that must free its buffers before it goes on shows nothing meanwhile.
    @Test func memoryThatDoesNotComeAgainIsLetGoOfWhereNothingNewComes() throws {
        let theatre = try theatre()
        guard case .shown(let first) = source.now.primary else { return }
        source.gone = [first.identity]
        source.now.primary = .off
        try theatre.poll { source.released == [first.identity] }
        #expect(theatre.statistics.buffersLive == 0)
        #expect(theatre.compositor.buffersDestroyedInUse == 0)
    }

    @Test func aSourceThatTellsIsAskedWhenItHasToldAndWithTheNextFrame() throws {
        var ends: [Int32] = [-1, -1]
        let made = unsafe pipe(&ends)
        try #require(made == 0)
        defer { for end in ends { close(end) } }
        source.descriptor = ends[0]
        source.isPolled = false
        source.onReceive = {
            var byte: UInt8 = 0
            _ = unsafe read(ends[0], &byte, 1)
        }
        show(1, in: 1)
        let theatre = try Theatre(TestCompositor(), source)
        try theatre.settle()
        try #require(theatre.layers.count == 2)
        let polls = theatre.statistics.polls
        for _ in 0..<5 { try theatre.frame() }
        #expect(theatre.statistics.polls == polls, "nobody asks")

        func tell(_ sequence: UInt64, in buffer: UInt32) throws {
            show(sequence, in: buffer)
            let written = unsafe write(ends[1], "x", 1)
            try #require(written == 1)
            try theatre.settle()
        }
        try tell(2, in: 2)
        #expect(theatre.statistics.flips == 1, "at once: no frame is under way")
        // Two come within a frame: the newest is shown with the next.
        try tell(3, in: 3)
        try tell(4, in: 1)
        #expect(theatre.statistics.flips == 1)
        try theatre.frame()
        #expect(theatre.statistics.flips == 2)
        #expect(theatre.pixels() == easel.expected(1))
    }

    @Test func aSourceIsToldWhatTheCompositorTakes() throws {
        let theatre = try theatre()
        let first = try #require(source.preferences.first)
        #expect(first.dmabuf?.contains(.xrgb8888) == true)
        #expect(first.sharedMemory == [.xrgb8888, .argb8888])
        var script = theatre.compositor.feedback
        script.table = [FormatModifier(format: Fourcc.nv12.rawValue, modifier: 0)]
        for feedback in theatre.compositor.all(DmabufFeedback.self) { feedback.tell(script) }
        try theatre.hear()
        #expect(source.preferences.last?.dmabuf?.contains(.nv12) == true)
        #expect(source.preferences.last?.dmabuf?.contains(.xrgb8888) == false)
    }

    @Test(arguments: [1, 2])
    func picturesOfSeveralPlanesAreImportedWhole(files: Int) throws {
        let compositor = TestCompositor()
        compositor.feedback.table.append(FormatModifier(format: Fourcc.nv12.rawValue, modifier: 0))
        let colours = MemoryPlane(file: UInt8(files - 1), offset: files == 1 ? 64 * 8 : 0, stride: 64)
        let layout = BufferLayout(
            width: 10, height: 8, format: .nv12, stride: 64, second: colours)
        source.fileCount = files
        source.now.primary = .shown(
            Plane(kind: .primary, identity: BufferIdentity(.number(1), layout: layout), sequence: 1))
        let theatre = try Theatre(compositor, source)
        try theatre.poll { theatre.layers.count == 2 }
        let offers = theatre.compositor.log.filter {
            $0.contains("zwp_linux_buffer_params_v1") && $0.contains(".add(")
        }
        #expect(offers.count == 2)
        #expect(offers[0].hasSuffix(".add(fd, 0, 0, 64, 0, 0)"))
        #expect(offers[1].hasSuffix(".add(fd, 1, \(colours.offset), 64, 0, 0)"))
        #expect(theatre.statistics.path == .direct)
    }

    @Test func theAgeOfAPictureIsFromItsTakingToTheScreen() throws {
        let compositor = TestCompositor()
        var details = PresentationScript.Details()
        details.time = 5_000_000_000
        compositor.presentation = .presented(details)
        easel.show(1)
        guard case .shown(let plane) = source.now.primary else { return }
        source.now.primary = .shown(
            Plane(
                kind: .primary, identity: plane.identity, sequence: 1,
                captured: Instant(nanoseconds: 4_980_000_000)))
        let theatre = try Theatre(compositor, source)
        try theatre.poll { theatre.statistics.presented == 1 }
        #expect(theatre.statistics.ages.mean == .milliseconds(20))
        #expect(theatre.statistics.ages.greatest == .milliseconds(20))
    }

    @Test func whatYUVStandsForIsToldAndOfRGBNothingIs() throws {
        let compositor = TestCompositor()
        for format in [Fourcc.nv12, .yuyv] {
            compositor.feedback.table.append(FormatModifier(format: format.rawValue, modifier: 0))
        }
        func show(_ number: UInt32, _ format: Fourcc, _ colour: ColourEncoding?) {
            let layout = BufferLayout(width: 10, height: 8, format: format, stride: 64)
            source.now.primary = .shown(
                Plane(
                    kind: .primary, identity: BufferIdentity(.number(number), layout: layout),
                    sequence: UInt64(number), colour: colour))
        }
        show(1, .yuyv, ColourEncoding(.bt709, .limited))
        let theatre = try Theatre(compositor, source)
        func told() -> [UInt32]? {
            theatre.planes[0].colours.flatMap { $0.encoding }.map { [$0.coefficients, $0.range] }
        }
        try theatre.poll { theatre.layers.count == 2 }
        #expect(told() == [2, 2])
        show(2, .yuyv, ColourEncoding(.bt601, .full))
        try theatre.poll { told() == [4, 1] }
        // What the compositor does not understand is not told, nor is anything of RGB: both end the connection.
        show(3, .yuyv, ColourEncoding(.bt2020, .full))
        try theatre.poll { theatre.statistics.flips == 2 }
        #expect(told() == nil)
        show(4, .yuyv, ColourEncoding(.bt709, .full))
        try theatre.poll { told() == [2, 1] }
        show(5, .xrgb8888, ColourEncoding(.bt709, .full))
        try theatre.poll { theatre.statistics.flips == 4 }
        #expect(told() == nil)
        #expect(theatre.ends.isEmpty)
    }
}
