import Foundation

/// The results as tables in Markdown.
enum Report {
    /// A row a contender and size.
    static func printCosts(_ measurements: [Measurement]) {
        table(
            [
                "program", "pictures", "frames/s", "system calls", "instructions", "÷ floor", "CPU µs",
                "÷ floor",
                "bytes", "requests", "events", "fds", "new wl_buffers", "first picture ms", "RSS MB",
                "peak MB", "threads",
            ],
            measurements.map { row in
                let floor = measurements.first {
                    $0.contender.name == Contender.floor.name && $0.size == row.size
                }
                return [
                    row.contender.name, "\(row.contender.pictureSize ?? row.size)", decimal(row.rate, 1),
                    decimal(row.systemCallCount, 2), decimal(row.instructions, 0),
                    floor.map { decimal(row.instructions / $0.instructions, 2) } ?? "",
                    decimal(row.processorTime * 1e6, 0),
                    floor.map { decimal(row.processorTime / $0.processorTime, 2) } ?? "",
                    decimal(row.bytesSent, 0), decimal(row.requests, 1), decimal(row.events, 1),
                    decimal(row.descriptors, 1), decimal(row.buffers, 1), decimal(row.firstPicture * 1e3, 0),
                    decimal(Double(row.resident) / 1e6, 1), decimal(Double(row.residentPeak) / 1e6, 1),
                    "\(row.threads)",
                ]
            })
    }

    /// Which system calls a frame costs.
    static func printSystemCalls(_ measurements: [Measurement]) {
        table(
            ["program", "system calls of a frame"],
            measurements.map { row in
                let calls = row.systemCalls.sorted { $0.value > $1.value }.filter { $0.value >= 0.01 }
                return [
                    "\(row.contender.name), \(row.contender.pictureSize ?? row.size)",
                    calls.map { "\(decimal($0.value, 2)) `\($0.key)`" }.joined(separator: ", "),
                ]
            })
    }

    static func printWakeUps(_ rows: [(name: String, still: Double, hidden: Double)]) {
        table(
            [
                "program, its picture standing still", "wake-ups/s, shown",
                "wake-ups/s, behind another window",
            ],
            rows.map { [$0.name, decimal($0.still, 1), decimal($0.hidden, 1)] })
    }

    static func printAims(_ aims: [Aim]) {
        table(
            ["aim", "at most", "measured", ""],
            aims.map {
                [$0.name, decimal($0.limit, 2), decimal($0.value, 2), $0.isMet ? "met" : "**missed**"]
            })
    }

    private static func table(_ head: [String], _ rows: [[String]]) {
        let lines = [head, head.indices.map { $0 == 0 ? "---" : "---:" }] + rows
        for line in lines { print("| \(line.joined(separator: " | ")) |") }
        print("")
        fflush(nil)
    }

    private static func decimal(_ value: Double, _ places: Int) -> String {
        String(format: "%.\(places)f", value)
    }
}
