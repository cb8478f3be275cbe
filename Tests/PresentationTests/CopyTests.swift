import Descriptors
import Planes
import Presentation
import TestCompositor
import Testing

/// Proves that a plane whose memory no compositor can take is copied: the rows that changed and no others, into as many
/// buffers as the compositor holds and no more.
@Suite struct CopyTests {
    private let compositor = TestCompositor()
    private let source = ScriptedSource()
    private let canvas: Canvas

    init() throws {
        // Rows of 40 bytes, 24 of padding after each.
        canvas = try Canvas(stride: 64, height: 8)
        for row in 0..<8 { canvas.paint(row: row, UInt8(row)) }
        source.canvas = canvas
        source.now.primary = .shown(
            Plane(
                kind: .primary,
                identity: BufferIdentity(
                    .region(9), layout: BufferLayout(width: 10, height: 8, format: .xrgb8888, stride: 64))))
    }

    private func theatre() throws -> Theatre {
        let theatre = try Theatre(compositor, source)
        try theatre.poll { theatre.layers.count == 2 }
        return theatre
    }

    /// The first byte of each row of what is on the primary plane's surface.
    private func rows(_ theatre: Theatre) throws -> [UInt8] {
        let buffer = try #require(theatre.planes[0].current.buffer)
        guard case .sharedMemory(let memory) = buffer.content else {
            Issue.record("not wl_shm")
            return []
        }
        #expect(memory.stride == 40)
        return stride(from: 0, to: 320, by: 40).map { memory.read()[$0] }
    }

    private func damage(_ requests: [String]) -> [String] {
        requests.compactMap { $0.firstMatch(of: /damage_buffer\((.*)\)/).map { String($0.1) } }
    }

    @Test func theFirstPictureIsWhole() throws {
        let theatre = try theatre()
        #expect(try rows(theatre) == [0, 1, 2, 3, 4, 5, 6, 7])
        #expect(theatre.statistics.path == .shm)
        #expect(theatre.statistics.bytesCopied == 320)
        #expect(theatre.statistics.buffersLive == 1)
        #expect(theatre.reports.contains { $0.hasSuffix("path shm") })
    }

    @Test func whatDoesNotChangeCostsNoByteAndNoCommit() throws {
        let theatre = try theatre()
        _ = theatre.takeRequests()
        for _ in 0..<5 { try theatre.poll() }
        #expect(theatre.takeRequests() == [])
        #expect(theatre.statistics.bytesCopied == 320)
    }

    @Test func theRowsThatChangedAreCopiedAndDamaged() throws {
        let theatre = try theatre()
        _ = theatre.takeRequests()
        canvas.paint(row: 2, 22)
        canvas.paint(row: 3, 33)
        canvas.paint(row: 6, 66)
        let before = theatre.statistics.commits
        try theatre.poll { theatre.statistics.commits > before }
        #expect(try rows(theatre) == [0, 1, 22, 33, 4, 5, 66, 7])
        #expect(damage(theatre.takeRequests()) == ["0, 2, 10, 2", "0, 6, 10, 1"])
        // The compositor holds the first buffer until the second replaces it, and the second is filled for the first time.
        #expect(theatre.statistics.bytesCopied == 320 + 320)
        #expect(theatre.statistics.buffersCreated == 2)

        canvas.paint(row: 7, 77)
        try theatre.poll { theatre.statistics.commits > before + 1 }
        #expect(try rows(theatre) == [0, 1, 22, 33, 4, 5, 66, 77])
        #expect(damage(theatre.takeRequests()) == ["0, 7, 10, 1"])
        // The first buffer had missed three rows, and one is new.
        #expect(theatre.statistics.bytesCopied == 640 + 4 * 40)
        #expect(theatre.statistics.buffersCreated == 2, "two are enough")
    }

    @Test func manyFramesAreRightWhateverIsHeld() throws {
        let theatre = try theatre()
        var expected: [UInt8] = [0, 1, 2, 3, 4, 5, 6, 7]
        for step in 1...24 {
            compositor.holdsReleases = step % 5 == 0
            if step % 7 == 0 { compositor.releaseHeldBuffers() }
            let row = step * 3 % 8
            expected[row] = UInt8(100 + step)
            canvas.paint(row: row, expected[row])
            let before = theatre.statistics.commits
            try theatre.poll { theatre.statistics.commits > before }
            #expect(try rows(theatre) == expected, "step \(step)")
        }
        #expect(theatre.statistics.buffersCreated <= 4)
    }

    @Test func aCompositorThatGivesNothingBackStopsThePictureAndNothingElse() throws {
        compositor.holdsReleases = true
        let theatre = try theatre()
        for step in 1...6 {
            canvas.paint(row: 0, UInt8(100 + step))
            try theatre.poll()
            try theatre.poll()
        }
        #expect(theatre.statistics.buffersCreated == 4)
        #expect(try rows(theatre)[0] == 103)
        compositor.holdsReleases = false
        compositor.releaseHeldBuffers()
        let before = theatre.statistics.commits
        try theatre.poll { theatre.statistics.commits > before }
        #expect(try rows(theatre)[0] == 106)
        #expect(theatre.ends.isEmpty)
    }

    @Test func aModeThatGoesTakesItsBuffersAlong() throws {
        let theatre = try theatre()
        source.canvas = nil
        source.show(1)
        try theatre.poll { theatre.statistics.path == .direct }
        // What is on no surface goes when the cache needs the room.
        for id in 2...70 {
            source.show(UInt32(id))
            try theatre.poll { theatre.statistics.flips > id - 2 }
        }
        #expect(source.released.contains { $0.name == .region(9) })
        #expect(theatre.statistics.buffersLive <= 64)
    }
}
