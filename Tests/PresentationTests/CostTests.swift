import Descriptors
import Planes
import Presentation
import TestCompositor
import Testing

/// Proves what a presented flip says to the compositor. System calls and allocations are counted for the whole program, in a
/// real Weston (EndToEnd/CostTests.swift).
@Suite struct CostTests {
    /// A guest that flips between three buffers, at each refresh of a compositor that tells true times, past all warming up.
    private func steady(hasCursor: Bool) throws -> Theatre {
        let source = ScriptedSource()
        source.show(0)
        if hasCursor { source.point(100, x: 5, y: 5) }
        let theatre = try Theatre(TestCompositor(), source)
        theatre.tellsTimes = true
        try theatre.poll { theatre.layers.count == (hasCursor ? 3 : 2) }
        for number in 1...200 {
            source.show(UInt32(number % 3))
            if hasCursor { source.point(100, x: Int32(number), y: 5) }
            try theatre.frame()
        }
        return theatre
    }

    /// One refresh: what the compositor did; then one wake-up of ours, which is the alarm and, before the next wait, the
    /// latch.
    private func refresh(_ theatre: Theatre) throws {
        theatre.finishFrame()
        theatre.compositor.step()
        theatre.clock.now = max(theatre.clock.now, theatre.loop.nextAlarm)
        try theatre.loop.turn(timeout: 0)
        try theatre.loop.turn(timeout: 0)
        theatre.compositor.step()
    }

    @Test(arguments: [false, true])
    func aPresentedFlipIsOneWakeUpAndSoManyBytes(hasCursor: Bool) throws {
        let theatre = try steady(hasCursor: hasCursor)
        let (flips, bytes) = (theatre.statistics.flips, theatre.compositor.bytesReceived)
        let descriptors = theatre.compositor.descriptorsReceived
        for number in 1...100 {
            theatre.source.show(UInt32(number % 3))
            if hasCursor { theatre.source.point(100, x: Int32(number), y: 50) }
            try refresh(theatre)
        }
        #expect(theatre.statistics.flips == flips + 100)
        #expect((theatre.compositor.bytesReceived - bytes) / 100 <= (hasCursor ? 96 : 80))
        #expect(theatre.compositor.descriptorsReceived == descriptors)
        try theatre.close()
    }

    @Test func anUnchangedPollSaysNothing() throws {
        let theatre = try steady(hasCursor: true)
        try refresh(theatre)
        let (polls, requests) = (theatre.statistics.polls, theatre.compositor.requestCount)
        for _ in 1...60 { try refresh(theatre) }
        #expect(theatre.statistics.polls == polls + 60)
        #expect(theatre.compositor.requestCount == requests)
        try theatre.close()
    }
}
