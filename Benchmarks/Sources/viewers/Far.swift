import Foundation
import Samples
import TestBed

/// Measures what a window on another machine costs: planeview through both halves of waypipe, on this machine, in a headless
/// Weston, beside planeview without it.
enum Far {
    /// What a picture brings.
    enum Work: String, CaseIterable {
        case fresh = "the whole screen, never seen before"
        case known = "a buffer that was shown before"
        case cursor = "the cursor's place"

        /// Of the demo device. A picture of each of 64 buffers is the longest row of pictures never seen.
        var device: String {
            switch self {
            case .fresh: "rate=8,buffers=64,cursor=off"
            case .known: "rate=20,buffers=8,cursor=off"
            case .cursor: "rate=20,buffers=1"
            }
        }

        /// The commits that are looked at, from the first.
        var commits: (first: Int, last: Int) {
            switch self {
            case .fresh: (6, 54)
            case .known, .cursor: (40, 160)
            }
        }
    }

    /// Costs are of one commit.
    struct Result {
        let work: Work
        /// nil without waypipe.
        let compression: String?
        /// Commits a second.
        var rate: Double
        /// From planeview's half to the other.
        var bytes: Double
        /// Seconds on a processor: planeview's, and those of waypipe's halves around it and beside the compositor.
        var processorTimes: [Double]

        var allProcessorTime: Double { processorTimes.reduce(0, +) }
    }

    private static let size = ScreenSize.xga
    private static let rounds = 3

    /// Of some rounds, each row's median, value by value.
    static func measure(_ progress: (String) -> Void) throws -> [Result] {
        let ways = [nil, "none", "lz4", "zstd"]
        var rows = Work.allCases.flatMap { work in ways.map { (work, $0, [Result]()) } }
        for round in 1...rounds {
            for index in rows.indices {
                let (work, way, _) = rows[index]
                progress("round \(round) of \(rounds): \(work.rawValue), \(way ?? "without waypipe")")
                rows[index].2.append(try run(work, way))
            }
        }
        return rows.map { work, way, results in
            func median(_ value: (Result) -> Double) -> Double { Sample(results.map(value)).median }
            return Result(
                work: work, compression: way, rate: median(\.rate), bytes: median(\.bytes),
                processorTimes: results[0].processorTimes.indices.map { index in
                    median { $0.processorTimes[index] }
                })
        }
    }

    private static func run(_ work: Work, _ compression: String?) throws -> Result {
        let weston = try HeadlessWeston(size: "\(size)")
        let device = "demo:size=\(size),backing=memfd,\(work.device)"
        let told = ["--stats=0.05", "--stats-format=json"]
        guard let compression else {
            let viewer = try weston.planeview("--device", device, told[0], told[1])
            let result = try measure(work, nil, viewer, [viewer.processIdentifier]) { 0 }
            viewer.signal(SIGTERM)
            _ = try viewer.end()
            return result
        }
        let waypipe = try Waypipe(
            weston, ["--compress", compression], planeview: ["--device", device] + told)
        let result = try measure(
            work, compression, waypipe.server,
            [waypipe.viewer, waypipe.server.processIdentifier, waypipe.client.processIdentifier],
            waypipe.bytesSent)
        _ = try waypipe.end()
        return result
    }

    private static func measure(
        _ work: Work, _ compression: String?, _ teller: RunningProgram, _ processes: [Int32],
        _ bytes: () throws -> Int
    ) throws -> Result {
        func account(at commits: Int) throws -> (
            commits: Int, time: Date, bytes: Int, processorTimes: [Double]
        ) {
            let tally = try Tally(teller.line { try Tally($0).commits >= commits })
            return (
                tally.commits, Date(), try bytes(),
                try processes.map { try ProcessFigures(of: $0).processorTime }
            )
        }
        let before = try account(at: work.commits.first)
        let after = try account(at: work.commits.last)
        let count = Double(after.commits - before.commits)
        return Result(
            work: work, compression: compression, rate: count / after.time.timeIntervalSince(before.time),
            bytes: Double(after.bytes - before.bytes) / count,
            processorTimes: zip(before.processorTimes, after.processorTimes).map { ($1 - $0) / count })
    }
}
