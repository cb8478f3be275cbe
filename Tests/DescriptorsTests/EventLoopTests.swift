import Descriptors
import Glibc
import Testing

/// Proves that the loop calls the right handler, and never one that was removed.
@Suite struct EventLoopTests {
    @Test func callsTheHandlerOfWhatIsReadable() throws {
        let loop = try EventLoop()
        let pipe = try Pipe()
        var seen: [EventLoop.Interest] = []
        _ = try loop.add(pipe.reader.rawValue, .readable) { seen.append($0) }
        try loop.turn(timeout: 0)
        #expect(seen.isEmpty)
        pipe.send()
        try loop.turn(timeout: 0)
        #expect(seen == [.readable])
    }

    @Test func aHandlerRemovedInTheSameTurnIsNotCalled() throws {
        let loop = try EventLoop()
        let first = try Pipe()
        let second = try Pipe()
        var tokens: [EventLoop.Token] = []
        var calls = 0
        for number in [first.reader.rawValue, second.reader.rawValue] {
            tokens.append(
                try loop.add(number, .readable) { [unowned loop] _ in
                    calls += 1
                    // Both are ready, and whichever comes first takes both out.
                    for token in tokens { loop.remove(token) }
                })
        }
        first.send()
        second.send()
        try loop.turn(timeout: 0)
        try loop.turn(timeout: 0)
        #expect(calls == 1)
    }

    @Test func stopEndsTheRunAfterTheHandler() throws {
        let loop = try EventLoop()
        let pipe = try Pipe()
        _ = try loop.add(pipe.reader.rawValue, .readable) { [unowned loop] _ in loop.stop() }
        pipe.send()
        try loop.run()
    }

    @Test func aTimerGoesOffOnceAndNotWhenCancelled() throws {
        let loop = try EventLoop()
        var calls = 0
        let timer = try Timer(in: loop) { calls += 1 }
        timer.set(Instant(nanoseconds: 0))
        try loop.turn(timeout: -1)
        #expect(calls == 1)
        #expect(timer.deadline == nil)
        timer.set(.now)
        timer.cancel()
        try loop.turn(timeout: 0)
        #expect(calls == 1)
    }

    /// Of two windows, one of which sleeps until its latch, the other may be waiting for what the first could do without.
    @Test(arguments: [(true, 0), (nil, 0), (false, 1)] as [(Bool?, Int)])
    func eventsAreSleptThroughOnlyWhileNobodyWaitsForThem(other: Bool?, seen: Int) throws {
        let loop = try EventLoop()
        let pipe = try Pipe()
        var calls = 0
        _ = try loop.add(pipe.reader.rawValue, .readable, isDeferrable: true) { _ in calls += 1 }
        let (first, second) = (Alarm(in: loop) {}, Alarm(in: loop) {})
        first.set(.now + .seconds(60), defersEvents: true)
        second.set(.now + .seconds(120), defersEvents: other)
        pipe.send()
        try loop.turn(timeout: 0)
        #expect(calls == seen)
        first.cancel()
        try loop.turn(timeout: 0)
        #expect(calls == (other == true ? 0 : seen + 1), "the second is the first now")
        withExtendedLifetime((first, second)) {}
    }

    @Test func aFileThatCannotBeWaitedForSaysSo() throws {
        let loop = try EventLoop()
        let file = try OwnedDescriptor.open("/proc/self/exe", O_RDONLY)
        let number = file.rawValue
        let error = #expect(throws: SystemError.self) { try loop.add(number, .readable) { _ in } }
        #expect(error?.errno == EPERM)
    }
}

/// A pipe to make a descriptor readable with.
private struct Pipe: ~Copyable {
    let reader: OwnedDescriptor
    let writer: OwnedDescriptor

    init() throws(SystemError) {
        var ends: (Int32, Int32) = (-1, -1)
        try systemCall("pipe") {
            unsafe withUnsafeMutablePointer(to: &ends) { pointer in
                unsafe pipe(UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Int32.self))
            }
        }
        reader = OwnedDescriptor(adopting: ends.0)
        writer = OwnedDescriptor(adopting: ends.1)
    }

    borrowing func send() {
        var byte: UInt8 = 1
        _ = unsafe write(writer.rawValue, &byte, 1)
    }
}
