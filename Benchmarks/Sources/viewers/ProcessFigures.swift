import Foundation
import TestBed

/// What the kernel counts of a process.
struct ProcessFigures {
    /// Seconds of all its threads on a processor.
    let processorTime: Double
    /// Bytes in memory, now and at most.
    let resident: Int
    let residentPeak: Int
    let threads: Int
    /// How often each of its threads has waited for something, and so was woken.
    private let waits: [String: Int]

    /// - Throws: `TestBedError` when there is no such process.
    init(of process: Int32) throws {
        var clock = clockid_t()
        var time = timespec()
        guard unsafe clock_getcpuclockid(process, &clock) == 0, unsafe clock_gettime(clock, &time) == 0 else {
            throw TestBedError("process \(process) has ended")
        }
        processorTime = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        let status = try Self.fields(of: "/proc/\(process)/status")
        resident = (status["VmRSS"] ?? 0) * 1024
        residentPeak = (status["VmHWM"] ?? 0) * 1024
        threads = status["Threads"] ?? 0
        waits = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task").reduce(into: [:])
        {
            // A thread may end meanwhile.
            $0[$1] = try? Self.fields(of: "/proc/\(process)/task/\($1)/status")["voluntary_ctxt_switches"]
        }
    }

    /// How often threads were woken since then. Those that ended meanwhile are not counted.
    func wakeUps(since before: ProcessFigures) -> Int {
        waits.reduce(0) { $0 + $1.value - (before.waits[$1.key] ?? 0) }
    }

    /// The fields that are numbers, without their units.
    private static func fields(of path: String) throws -> [String: Int] {
        // Files of /proc have no size, so they are read to their end.
        let text = String(
            decoding: try FileHandle(forReadingFrom: URL(filePath: path)).readToEnd() ?? Data(), as: UTF8.self
        )
        var fields: [String: Int] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(whereSeparator: { $0 == ":" || $0 == "\t" || $0 == " " })
            guard parts.count > 1, let number = Int(parts[1]) else { continue }
            fields[String(parts[0])] = number
        }
        return fields
    }
}
