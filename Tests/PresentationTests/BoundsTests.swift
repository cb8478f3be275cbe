import AllocationCounter
import Descriptors
import Foundation
import Planes
import Presentation
import TestCompositor
import Testing

/// Proves that nothing grows: descriptors, buffers, the compositor's objects and their numbers, and allocations, those of the
/// test's compositor included. What planeview's own code keeps, this thread has asked for.
///
/// With PLANEVIEW_BOUNDS=full in the environment a million flips and ten thousand modes are gone through; it takes minutes.
@Suite struct BoundsTests {
    private static let isFull = ProcessInfo.processInfo.environment["PLANEVIEW_BOUNDS"] == "full"
    private static let flips = isFull ? 1_000_000 : 10_000
    private static let modes = isFull ? 10_000 : 500

    /// What there is at one moment.
    private struct Held: CustomStringConvertible {
        var descriptors: Int
        var buffers: Int
        var objects: Int
        var highestNumber: UInt32
        var allocations: Int

        init(_ theatre: Theatre) {
            descriptors = theatre.source.openDescriptors
            buffers = theatre.statistics.buffersLive
            objects = theatre.compositor.objects.count
            // The compositor's own numbers begin where the client's end.
            highestNumber = theatre.compositor.objects.map(\.id).filter { $0 < 0xff00_0000 }.max() ?? 0
            _ = theatre.compositor.takeLog()
            // What was said of each new mode is kept by the test.
            allocations = planeview_live_allocation_count() - theatre.reports.count
        }

        var description: String {
            "\(descriptors) descriptors, \(buffers) buffers, \(objects) objects up to \(highestNumber), \(allocations) allocations"
        }

        /// Whether nothing has grown since. Lists may have been given more room meanwhile, and now and then one more object
        /// is under way.
        func isNoMore(than before: Held) -> Bool {
            descriptors <= before.descriptors && buffers <= before.buffers && objects <= before.objects + 4
                && highestNumber <= before.highestNumber + 4 && allocations <= before.allocations + 64
        }
    }

    private func theatre() throws -> Theatre {
        let source = ScriptedSource()
        source.show(0)
        source.point(100, x: 5, y: 5)
        let theatre = try Theatre(TestCompositor(), source)
        theatre.tellsTimes = true
        try theatre.poll { theatre.layers.count == 3 }
        return theatre
    }

    /// A refresh: the compositor's part, and then planeview's.
    private func refresh(_ theatre: Theatre) throws {
        theatre.finishFrame()
        theatre.compositor.step()
        theatre.clock.now = max(theatre.clock.now, theatre.loop.nextAlarm)
        try theatre.loop.turn(timeout: 0)
        try theatre.loop.turn(timeout: 0)
        theatre.compositor.step()
    }

    @Test func flipsLeaveNothingBehind() throws {
        let theatre = try theatre()
        func flip(_ count: Int) throws {
            for number in 1...count {
                theatre.source.show(UInt32(number % 3))
                theatre.source.point(100, x: Int32(number % 600), y: 5)
                try refresh(theatre)
                if number % 1000 == 0 { _ = theatre.compositor.takeLog() }
            }
        }
        try flip(1000)
        let before = Held(theatre)
        let flips = theatre.statistics.flips
        try flip(Self.flips)
        let after = Held(theatre)
        #expect(theatre.statistics.flips >= flips + Self.flips * 9 / 10)
        #expect(after.isNoMore(than: before), "\(before); \(after)")
        #expect(theatre.statistics.buffersCreated == 4)
        #expect(theatre.ends == [])
    }

    @Test func modesLeaveNothingBehind() throws {
        let theatre = try theatre()
        var buffer = UInt32(1000)
        func change(_ count: Int) throws {
            for number in 1...count {
                // Three buffers a mode, each of them new.
                for _ in 0..<3 {
                    buffer += 1
                    theatre.source.show(
                        buffer, width: 320 + 8 * UInt32(number % 40), height: 200 + UInt32(number % 7))
                    try refresh(theatre)
                    try refresh(theatre)
                }
                if number % 100 == 0 { _ = theatre.compositor.takeLog() }
            }
        }
        // As many as the cache holds, and more.
        try change(100)
        let before = Held(theatre)
        let made = theatre.statistics.buffersCreated
        try change(Self.modes)
        let after = Held(theatre)
        #expect(theatre.statistics.buffersCreated >= made + Self.modes)
        #expect(after.isNoMore(than: before), "\(before); \(after)")
        #expect(after.buffers <= 64 && after.descriptors <= 2 * 65)
        #expect(theatre.compositor.buffersDestroyedInUse == 0)
        #expect(theatre.ends == [])
    }

    /// A device that names other memory with each question.
    @Test func aDeviceThatChurnsLeavesNothingBehind() throws {
        let theatre = try theatre()
        theatre.source.churns = true
        func ask(_ count: Int) throws {
            for number in 1...count {
                try refresh(theatre)
                if number % 1000 == 0 { _ = theatre.compositor.takeLog() }
            }
        }
        try ask(500)
        let before = Held(theatre)
        try ask(Self.isFull ? 100_000 : 2000)
        let after = Held(theatre)
        #expect(after.isNoMore(than: before), "\(before); \(after)")
        #expect(after.buffers <= 64 && after.descriptors <= 2 * 65)
        #expect(theatre.compositor.buffersDestroyedInUse == 0)
        #expect(theatre.ends == [])
    }
}
