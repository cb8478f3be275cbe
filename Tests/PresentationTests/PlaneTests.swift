import Descriptors
import Glibc
import Planes
import Presentation
import TestCompositor
import Testing

/// Proves that planes come, flip, move and go with no more said to the compositor than is needed.
@Suite struct PlaneTests {
    private func flipping(_ compositor: TestCompositor = TestCompositor()) throws -> Theatre {
        let source = ScriptedSource()
        source.show(0)
        source.point(100, x: 5, y: 5)
        let theatre = try Theatre(compositor, source)
        try theatre.poll { theatre.layers.count == 3 }
        return theatre
    }

    @Test func hundredsOfFlipsMakeNoBufferTwice() throws {
        let theatre = try flipping()
        for number in 1...600 {
            theatre.source.show(UInt32(number % 3))
            try theatre.frame()
        }
        try theatre.frame()
        #expect(theatre.statistics.buffersCreated == 4, "three screens and a cursor")
        #expect(theatre.statistics.buffersLive == 4)
        #expect(theatre.source.fetched.count == 4)
        #expect(
            theatre.source.openDescriptors == 2 * 4,
            "one a buffer, and the compositor's, which is in this process")
        #expect(theatre.compositor.all(Buffer.self).count == 5, "and the background's")
        #expect(theatre.compositor.all(BufferParams.self).isEmpty)
        // Each of the three is waited for once, while the picture before it stays.
        #expect(theatre.statistics.flips > 590)
        #expect(theatre.statistics.path == .direct)
        #expect(theatre.statistics.bytesCopied == 0)
        #expect(theatre.statistics.presented > 590)
        #expect(theatre.statistics.zeroCopyPresented == theatre.statistics.presented)
    }

    @Test func aFlipIsAnAttachAndALatchAtMostOneCommit() throws {
        let theatre = try flipping()
        var latches: [Int] = []
        var before = theatre.statistics.commits
        theatre.presenter?.onLatch = { [unowned theatre] in
            latches.append(theatre.statistics.commits - before)
            before = theatre.statistics.commits
        }
        _ = theatre.compositor.takeLog()
        for number in 1...300 {
            theatre.source.show(UInt32(number % 3))
            theatre.source.point(100, x: Int32(number), y: 5)
            try theatre.frame()
        }
        let log = theatre.compositor.takeLog()
        let primary = theatre.planes[0]
        #expect(log.count { $0.hasPrefix("\(primary).attach(") } == theatre.statistics.flips)
        #expect(log.count { $0.hasPrefix("\(primary).commit(") } == theatre.statistics.flips)
        #expect(log.count { $0.hasPrefix("\(theatre.planes[2]).") } == 0, "the cursor only moves")
        #expect(log.count { $0 == "\(theatre.window).commit()" } == latches.reduce(0, +))
        #expect(latches.allSatisfy { $0 <= 1 })
        #expect(theatre.compositor.descriptorsReceived == 4, "three screens and a cursor")
        // The first commit of all, which asks for the window, shows nothing and is not counted.
        #expect(theatre.window.commits == theatre.statistics.commits + 1)
    }

    @Test func aFlipInTheSteadyStateIsTheseRequestsAndNoMore() throws {
        let theatre = try flipping()
        for number in 1...12 {
            theatre.source.show(UInt32(number % 3))
            try theatre.frame()
        }
        _ = theatre.compositor.takeLog()
        theatre.source.show(1)
        try theatre.frame()
        let requests = theatre.compositor.takeLog().map { $0.drop { $0 != "." }.prefix { $0 != "(" } }
        #expect(requests == [".attach", ".damage_buffer", ".feedback", ".commit", ".commit"])
    }

    @Test func aCursorThatMovesAloneCostsAPositionAndACommit() throws {
        let theatre = try flipping()
        // A second screen tells that the guest flips, so that nothing is painted again for its own sake.
        theatre.source.show(1)
        try theatre.poll { theatre.statistics.flips == 1 }
        _ = theatre.compositor.takeLog()
        let before = theatre.statistics.cursorCommits
        theatre.source.point(100, x: 6, y: 7)
        try theatre.frame()
        let requests = theatre.compositor.takeLog().filter { !$0.hasPrefix("wl_region") }
        #expect(requests.count == 2)
        #expect(requests.first?.hasSuffix(".set_position(6, 7)") == true)
        #expect(requests.last == "wl_surface#\(theatre.window.id).commit()")
        #expect(theatre.statistics.cursorCommits == before + 1)
    }

    @Test func whatChangesTogetherIsCommittedTogether() throws {
        let theatre = try flipping()
        theatre.source.show(1)
        try theatre.poll { theatre.statistics.flips == 1 }
        let applications = theatre.window.applications
        theatre.source.show(0)
        theatre.source.point(100, x: 50, y: 60)
        try theatre.frame()
        #expect(theatre.window.applications == applications + 1)
        #expect(theatre.layers[2] == "64×64 at 50,60 as 64×64")
    }

    @Test func aGuestThatDrawsInPlaceIsDamagedAgain() throws {
        let source = ScriptedSource()
        source.show(0)
        let theatre = try Theatre(TestCompositor(), source)
        try theatre.poll { theatre.layers.count == 2 }
        _ = theatre.compositor.takeLog()
        try theatre.frame()
        let requests = theatre.compositor.takeLog().map { $0.drop { $0 != "." }.prefix { $0 != "(" } }
        #expect(
            requests == [".damage_buffer", ".feedback", ".commit", ".commit"],
            "and nothing attached")
        #expect(theatre.statistics.flips == 0)
    }

    @Test func whatWasDiscardedWasNotPresentedAndWhatWasDrawnIsNoZeroCopy() throws {
        let theatre = try flipping()
        func flip(_ count: Int) throws {
            for _ in 0..<count {
                theatre.source.show(UInt32(1 - theatre.statistics.flips % 2))
                try theatre.frame()
            }
        }
        // What is still under way from before.
        try flip(3)
        let (presented, zeroCopy) = (theatre.statistics.presented, theatre.statistics.zeroCopyPresented)
        theatre.compositor.presentation = .discarded
        try flip(10)
        #expect(theatre.statistics.presented == presented)
        var details = PresentationScript.Details()
        details.flags = 0x7
        theatre.compositor.presentation = .presented(details)
        try flip(10)
        #expect(theatre.statistics.presented == presented + 10)
        #expect(theatre.statistics.zeroCopyPresented == zeroCopy)
        // A compositor that never tells stops nothing.
        theatre.compositor.presentation = .silence
        let flips = theatre.statistics.flips
        try flip(50)
        #expect(theatre.statistics.flips == flips + 50)
        #expect(theatre.statistics.presented == presented + 10)
    }

    @Test func aPlaneThatGoesAndComesIsNotImportedAgain() throws {
        let theatre = try flipping()
        let picture = theatre.source.now
        theatre.source.now = Snapshot()
        try theatre.poll { theatre.layers.count == 1 }
        #expect(theatre.reports.last == "the guest shows nothing; waiting for its driver to enable a plane")
        theatre.source.now = picture
        try theatre.poll { theatre.layers.count == 3 }
        #expect(theatre.statistics.buffersCreated == 2)
    }

    @Test func aModeChangeBringsTheWindowAlong() throws {
        let theatre = try flipping()
        theatre.source.show(7, width: 800, height: 600)
        try theatre.poll { theatre.layers.first == "1×1 at 0,0 as 800×600" }
        #expect(theatre.layers[1] == "800×600 at 0,0 as 800×600")
    }

    @Test func theSameNumberWithAnotherLayoutIsOtherMemory() throws {
        let theatre = try flipping()
        theatre.source.show(0, width: 320, height: 240)
        try theatre.poll { theatre.layers[1] == "320×240 at 0,0 as 320×240" }
        #expect(theatre.source.fetched.count == 3)
    }

    @Test func pollsGoOnWithoutFrameCallbacks() throws {
        let compositor = TestCompositor()
        compositor.sendsFrameCallbacks = false
        let theatre = try flipping(compositor)
        let polls = theatre.statistics.polls
        theatre.source.show(1)
        try theatre.poll()
        try theatre.poll()
        #expect(theatre.statistics.polls >= polls + 2)
        #expect(theatre.statistics.flips == 1)
    }

    @Test func aSourceThatTellsIsAskedAtOnce() throws {
        var ends: [Int32] = [-1, -1]
        #expect(unsafe pipe(&ends) == 0)
        let reader = OwnedDescriptor(adopting: ends[0])
        let writer = OwnedDescriptor(adopting: ends[1])
        let source = ScriptedSource()
        source.descriptor = reader.rawValue
        source.show(1)
        let theatre = try Theatre(TestCompositor(), source)
        try theatre.poll { theatre.layers.count == 2 }
        let polls = theatre.statistics.polls
        var byte: UInt8 = 0
        #expect(unsafe write(writer.rawValue, &byte, 1) == 1)
        // One turn hears it, and the next does what is due before it waits.
        try theatre.loop.turn(timeout: 0)
        try theatre.loop.turn(timeout: 0)
        #expect(theatre.statistics.polls == polls + 1)
        try theatre.close()
    }

    @Test func aSourceThatIsLostEndsThePresentation() throws {
        let theatre = try flipping()
        theatre.source.error = .lost("the device went")
        try theatre.frame()
        #expect(theatre.ends == ["the device went"])
    }

    @Test func nothingIsLeftBehind() throws {
        let theatre = try flipping()
        #expect(theatre.source.openDescriptors == 2 * 2)
        try theatre.close()
        #expect(theatre.source.openDescriptors == 0)
        #expect(theatre.compositor.all(Buffer.self).isEmpty)
        #expect(theatre.compositor.all(Surface.self).isEmpty)
    }
}
