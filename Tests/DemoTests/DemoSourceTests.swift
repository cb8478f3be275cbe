import Descriptors
import Planes
import Testing

@testable import Demo

/// Proves that the demo device flips by its clock alone, and that each identity is one picture for good.
@Suite struct DemoSourceTests {
    private final class Clock {
        var now = Instant(nanoseconds: 5_000_000_000)
    }

    private let clock = Clock()

    private func source(_ text: String = ":size=320x180,backing=memfd") throws -> DemoSource {
        let clock = clock
        return try DemoSource(DemoOptions(parsing: text)) { clock.now }
    }

    private func shown(_ reading: Snapshot.Reading) throws -> Plane {
        guard case .shown(let plane) = reading else { throw NotShown() }
        return plane
    }

    private struct NotShown: Error {}

    @Test func theFirstFrameIsShownAsItWasAskedFor() throws {
        let snapshot = try source().snapshot()
        let primary = try shown(snapshot.primary)
        #expect(primary.layout.description == "320×180 XR24 linear, stride 1280")
        #expect(primary.identity.name == .number(0))
        let cursor = try shown(snapshot.cursor)
        #expect(cursor.layout.format == .argb8888)
        #expect(cursor.layout.width == 64 && cursor.layout.height == 64)
        #expect(cursor.hotspot == Plane.Position(x: 8, y: 6))
        #expect(snapshot.overlay == .off)
    }

    @Test func framesFollowTheClockAndBeginAnew() throws {
        let source = try source(":size=64x64,buffers=3,rate=10,backing=memfd")
        var names: [BufferIdentity.Name] = []
        for _ in 0..<8 {
            names.append(try shown(source.snapshot().primary).identity.name)
            clock.now = clock.now + .milliseconds(50)
        }
        #expect(names == [0, 0, 1, 1, 2, 2, 0, 0].map { .number($0) })
    }

    @Test func aFrameBeginsOnTheNanosecond() throws {
        let source = try source(":size=64x64,buffers=64,rate=3,backing=memfd")
        let start = clock.now
        clock.now = start + Instant.Span(nanoseconds: 333_333_333)
        #expect(try shown(source.snapshot().primary).identity.name == .number(0))
        clock.now = start + Instant.Span(nanoseconds: 333_333_334)
        #expect(try shown(source.snapshot().primary).identity.name == .number(1))
    }

    @Test func noAgeIsTooGreat() throws {
        let source = try source(":size=64x64,buffers=7,rate=1000,backing=memfd")
        let start = clock.now
        let years = Instant.Span.seconds(200 * 365 * 86400)
        clock.now = start + years
        #expect(
            try shown(source.snapshot().primary).identity.name
                == .number(UInt32(years.nanoseconds / 1_000_000 % 7)))
        clock.now = Instant(nanoseconds: 0)
        #expect(try shown(source.snapshot().primary).identity.name == .number(0))
    }

    @Test func theCursorMovesWithoutANewBuffer() throws {
        let source = try source()
        let before = try shown(source.snapshot().cursor)
        clock.now = clock.now + .milliseconds(100)
        let after = try shown(source.snapshot().cursor)
        #expect(before.identity == after.identity)
        #expect(before.position != after.position)
    }

    @Test func aRateOfZeroStandsStill() throws {
        let source = try source(":size=320x180,rate=0,backing=memfd")
        let before = try source.snapshot()
        clock.now = clock.now + .seconds(3)
        #expect(try source.snapshot() == before)
        #expect(try shown(before.primary).identity.name == .number(0))
    }

    @Test func withoutACursorThereIsNone() throws {
        #expect(try source(":size=64x64,cursor=off,backing=memfd").snapshot().cursor == .off)
    }

    @Test func onlyItsOwnBuffersAreLent() throws {
        let source = try source(":size=64x64,buffers=2,backing=memfd")
        let layout = try shown(source.snapshot().primary).layout
        for name in [BufferIdentity.Name.number(3), .number(.max), .region(0)] {
            let plane = Plane(kind: .primary, identity: BufferIdentity(name, layout: layout))
            var isRefused = false
            do throws(SourceError) {
                _ = try source.memory(of: plane)
            } catch {
                isRefused = error == .refused("the demo device has no such buffer")
            }
            #expect(isRefused)
        }
    }
}
