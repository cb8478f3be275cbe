import Descriptors
import Glibc
import Testing

/// Proves that a pipe is read and written while the loop goes on, up to its limits and no further.
@Suite struct PipeTests {
    private final class Clock { var now = Instant(nanoseconds: 1) }

    private let clock: Clock
    private let loop: EventLoop

    init() throws {
        signal(SIGPIPE, SIG_IGN)
        let clock = Clock()
        self.clock = clock
        loop = try EventLoop { clock.now }
    }

    private func turn(_ count: Int = 20) throws { for _ in 0..<count { try loop.turn(timeout: 0) } }

    private func write(_ bytes: [UInt8], _ pipe: borrowing OwnedDescriptor) -> Int {
        let number = pipe.rawValue
        return unsafe Glibc.write(number, bytes, bytes.count)
    }

    @Test func allIsReadToItsEnd() throws {
        let pipe = try Descriptors.Pipe()
        let writer = try pipe.writer.duplicate()
        var results: [[UInt8]?] = []
        let reader = try PipeReader(pipe.takeReader(), atMost: 4, within: .seconds(1), in: loop) {
            results.append($0)
        }
        try turn()
        #expect(write([1, 2], writer) == 2)
        try turn()
        #expect(write([3, 4], writer) == 2)
        try turn()
        #expect(results.isEmpty)
        _ = consume writer
        try turn()
        #expect(results == [[1, 2, 3, 4]])
        clock.now = .now
        try turn()
        #expect(results.count == 1, "once")
        withExtendedLifetime(reader) {}
    }

    @Test func moreThanTheLimitIsNothing() throws {
        let pipe = try Descriptors.Pipe()
        let writer = try pipe.writer.duplicate()
        var results: [[UInt8]?] = []
        let reader = try PipeReader(pipe.takeReader(), atMost: 4, within: .seconds(1), in: loop) {
            results.append($0)
        }
        #expect(write([1, 2, 3, 4, 5], writer) == 5)
        try turn()
        #expect(results == [nil])
        withExtendedLifetime(reader) {}
    }

    @Test func whatDoesNotEndInTimeIsNothing() throws {
        let pipe = try Descriptors.Pipe()
        let writer = try pipe.writer.duplicate()
        var results: [[UInt8]?] = []
        var reader: PipeReader?
        // It may be let go of by whom it calls.
        reader = try PipeReader(pipe.takeReader(), atMost: 4, within: .seconds(1), in: loop) {
            results.append($0)
            reader = nil
        }
        #expect(write([1], writer) == 1)
        try turn()
        clock.now = clock.now + .milliseconds(999)
        try turn()
        #expect(results.isEmpty)
        clock.now = clock.now + .milliseconds(1)
        try turn()
        #expect(results == [nil])
        #expect(reader == nil)
        #expect(write([1], writer) == -1 && errno == EPIPE)
    }

    @Test func nothingIsCalledOnceItIsLetGoOf() throws {
        let pipe = try Descriptors.Pipe()
        let writer = try pipe.writer.duplicate()
        var results: [[UInt8]?] = []
        var reader: PipeReader? = try PipeReader(
            pipe.takeReader(), atMost: 4, within: .seconds(1), in: loop
        ) { results.append($0) }
        #expect(reader != nil)
        reader = nil
        _ = consume writer
        clock.now = clock.now + .seconds(2)
        try turn()
        #expect(results.isEmpty)
    }

    @Test func moreThanAPipeHoldsIsWrittenAsItIsRead() throws {
        let pipe = try Descriptors.Pipe()
        var ends = 0
        var writer: PipeWriter?
        writer = PipeWriter(try pipe.writer.duplicate(), in: loop) {
            ends += 1
            writer = nil
        }
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        try writer?.write(bytes, within: .seconds(1))
        var results: [[UInt8]?] = []
        let reader = try PipeReader(
            pipe.takeReader(), atMost: bytes.count, within: .seconds(1), in: loop
        ) { results.append($0) }
        try turn(100)
        #expect(ends == 1)
        let isWhole = results == [bytes]
        #expect(isWhole)
        withExtendedLifetime(reader) {}
    }

    @Test func whoReadsNothingIsNotWaitedForWithoutEnd() throws {
        let pipe = try Descriptors.Pipe()
        var ends = 0
        let writer = PipeWriter(try pipe.writer.duplicate(), in: loop) { ends += 1 }
        try writer.write([UInt8](repeating: 1, count: 300_000), within: .seconds(1))
        try turn()
        #expect(ends == 0)
        clock.now = clock.now + .seconds(1)
        try turn()
        #expect(ends == 1)
    }

    @Test func aReaderThatGoesEndsIt() throws {
        let pipe = try Descriptors.Pipe()
        var ends = 0
        let writer = PipeWriter(pipe.takeWriter(), in: loop) { ends += 1 }
        try writer.write([1], within: .seconds(1))
        try turn()
        #expect(ends == 1)
    }

    @Test func nothingIsWrittenAndThatIsAll() throws {
        let pipe = try Descriptors.Pipe()
        var writer: PipeWriter?
        writer = PipeWriter(try pipe.writer.duplicate(), in: loop) { writer = nil }
        try writer?.write([], within: .seconds(1))
        var results: [[UInt8]?] = []
        let reader = try PipeReader(pipe.takeReader(), atMost: 0, within: .seconds(1), in: loop) {
            results.append($0)
        }
        try turn()
        #expect(results == [[]])
        withExtendedLifetime(reader) {}
    }

    @Test func aFileIsNoPipe() throws {
        let file = try OwnedDescriptor.sealedMemory("file", size: 1)
        let writer = PipeWriter(file, in: loop) {}
        #expect(throws: SystemError.self) { try writer.write([1], within: .seconds(1)) }
    }
}
