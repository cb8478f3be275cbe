import Foundation
import Samples
import TestBed

/// Measures contenders in a session, one at a time.
struct Meter {
    let session: Session

    /// Turns of each contender whose processor time counts, and how long one is.
    private static let rounds = 3
    private static let seconds = 4.0
    /// Starts whose median counts.
    private static let starts = 7
    /// The run lengths, in frames, whose difference the instructions are taken from.
    private static let shortRun = 260
    private static let longRun = 560

    /// - Parameter progress: takes what is being done, in words.
    func measure(_ contenders: [Contender], progress: (String) -> Void) throws -> [Measurement] {
        var results = contenders.map { Measurement(contender: $0, size: session.size) }
        // By turns, so that whatever else the machine does befalls all of them.
        var times = [[Double]](repeating: [], count: results.count)
        for round in 1...Self.rounds {
            for index in results.indices {
                progress("processor time, round \(round) of \(Self.rounds): \(contenders[index].name)")
                times[index].append(try steady(&results[index]))
            }
        }
        for index in results.indices {
            results[index].processorTime = Sample(times[index]).median
            progress("system calls: \(contenders[index].name)")
            try trace(&results[index])
            progress("instructions: \(contenders[index].name)")
            results[index].instructions = try instructions(contenders[index])
            progress("start: \(contenders[index].name)")
            let starts = try (0..<Self.starts).map { _ in try start(contenders[index]) }
            results[index].connection = Sample(starts.map(\.connection)).median
            results[index].firstPicture = Sample(starts.map(\.picture)).median
        }
        return results
    }

    /// Runs undisturbed; the processor time of a frame.
    private func steady(_ result: inout Measurement) throws -> Double {
        let run = try session.start(result.contender)
        try run.awaitFrames(30)
        let (before, start) = (try ProcessFigures(of: run.process), Self.now)
        Thread.sleep(forTimeInterval: Self.seconds)
        let (after, end) = (try ProcessFigures(of: run.process), Self.now)
        try run.end()
        let conversation = try run.conversation()
        let times = start..<end
        let frames = Double(conversation.frameCount(in: times))
        let messages = conversation.messages.filter { times.contains($0.time) }
        result.rate = frames / (end - start)
        result.requests = Double(messages.count { $0.isRequest }) / frames
        result.events = Double(messages.count { !$0.isRequest }) / frames
        result.descriptors = Double(messages.reduce(0) { $0 + ($1.isRequest ? $1.descriptors : 0) }) / frames
        result.buffers = Double(conversation.buffers.count(where: times.contains)) / frames
        result.resident = after.resident
        result.residentPeak = after.residentPeak
        result.threads = after.threads
        return (after.processorTime - before.processorTime) / frames
    }

    private func trace(_ result: inout Measurement) throws {
        let run = try session.start(result.contender, under: SystemCalls.tool)
        try run.awaitFrames(30)
        let start = Self.now
        Thread.sleep(forTimeInterval: Self.seconds)
        let times = start..<Self.now
        try run.end()
        let frames = Double(try run.conversation().frameCount(in: times))
        let calls = try SystemCalls(
            String(contentsOf: session.folder.appending(path: "trace"), encoding: .utf8))
        result.systemCalls = calls.counts(in: times).mapValues { Double($0) / frames }
        result.bytesSent = Double(calls.bytesSent(in: times)) / frames
    }

    /// User instructions of a frame: what a longer run has more than a shorter one, whose start-up is the same.
    private func instructions(_ contender: Contender) throws -> Double {
        // The first run fills caches that are kept by the processor's kind, and valgrind's is one of its own: GTK's renderer
        // compiles its shaders.
        _ = try profile(contender.withPictures(1), 10)
        let (short, long) = (try profile(contender, Self.shortRun), try profile(contender, Self.longRun))
        return Double(long.instructions - short.instructions) / Double(long.frames - short.frames)
    }

    private func profile(_ contender: Contender, _ limit: Int) throws -> (instructions: Int, frames: Int) {
        let file = session.folder.appending(path: "profile")
        try? FileManager.default.removeItem(at: file)
        let run = try session.start(
            contender, under: ["valgrind", "-q", "--tool=callgrind", "--callgrind-out-file=profile"],
            limit: limit)
        // One that ends by itself may show less than it commits; and of a single picture there is no second frame.
        try run.awaitFrames(contender.limit == nil ? limit : min(limit / 2, contender.pictureCount))
        try run.end(awaited: contender.limit != nil)
        let text = try String(contentsOf: file, encoding: .utf8)
        guard let total = text.firstMatch(of: /(?:summary|totals): (\d+)/).flatMap({ Int($0.output.1) })
        else {
            throw TestBedError("callgrind wrote no profile of \(contender.name)")
        }
        return (total, try run.conversation().frames.count)
    }

    /// Starts with one picture to draw; seconds from the program's execution.
    private func start(_ contender: Contender) throws -> (connection: Double, picture: Double) {
        let run = try session.start(contender.withPictures(1))
        try run.awaitFrames(1)
        try run.end()
        let conversation = try run.conversation()
        guard let first = conversation.messages.first, let start = conversation.start else {
            throw TestBedError("\(contender.name) shows nothing")
        }
        return (first.time - run.startTime, start - run.startTime)
    }

    /// How often a second a contender that has nothing to do is woken.
    ///
    /// - Parameter cover: what lies over its window; nil for nothing.
    func wakeUps(_ contender: Contender, behind cover: Contender? = nil) throws -> Double {
        let run = try session.start(contender)
        try run.awaitFrames(1)
        let covering = try cover.map { try session.start($0) }
        // It may take some seconds to become quiet.
        Thread.sleep(forTimeInterval: 8)
        let (before, start) = (try ProcessFigures(of: run.process), Self.now)
        Thread.sleep(forTimeInterval: 10)
        let (after, end) = (try ProcessFigures(of: run.process), Self.now)
        try covering?.end()
        try run.end()
        return Double(after.wakeUps(since: before)) / (end - start)
    }

    private static var now: Double { Date().timeIntervalSince1970 }
}
