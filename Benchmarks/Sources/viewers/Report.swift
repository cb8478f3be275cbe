import Foundation

/// The results as tables in Markdown.
enum Report {
    /// A row a contender and size.
    static func printCosts(_ measurements: [Measurement]) {
        table(
            [
                "program", "pictures", "frames/s", "system calls", "instructions", "÷ floor", "CPU µs",
                "÷ floor",
                "bytes", "requests", "events", "fds", "new wl_buffers", "first word ms", "first picture ms",
                "RSS MB",
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
                    decimal(row.descriptors, 1), decimal(row.buffers, 1), decimal(row.connection * 1e3, 0),
                    decimal(row.firstPicture * 1e3, 0),
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
                ["\(row.contender.name), \(row.contender.pictureSize ?? row.size)", list(row.systemCalls)]
            })
    }

    static func printWakeUps(_ rows: [(name: String, still: Double, hidden: Double)]) {
        table(
            [
                "program", "wake-ups/s, a still picture", "wake-ups/s, flipping behind another window",
            ],
            rows.map { [$0.name, decimal($0.still, 1), decimal($0.hidden, 1)] })
    }

    static func printCapture(_ results: [Capture.Result]) {
        table(
            [
                "program", "pictures/s", "without a copy", "system calls", "CPU µs", "÷ planeview", "bytes",
                "requests",
                "RSS MB", "threads", "shows the camera's bars",
            ],
            results.map { row in
                [
                    row.name, decimal(row.rate, 1), "\(decimal(row.zeroCopyPart * 100, 0)) %",
                    decimal(row.systemCalls.values.reduce(0, +), 2), decimal(row.processorTime * 1e6, 0),
                    decimal(row.processorTime / results[0].processorTime, 2), decimal(row.bytesSent, 0),
                    decimal(row.requests, 1), decimal(Double(row.resident) / 1e6, 1), "\(row.threads)",
                    row.differences.first ?? "all pixels",
                ]
            })
        table(
            ["program", "system calls of a picture"], results.map { [$0.name, list($0.systemCalls)] })
    }

    static func printFar(_ results: [Far.Result]) {
        table(
            [
                "what changes", "compression", "pictures/s", "bytes to the other half", "planeview CPU µs",
                "waypipe around it CPU µs",
                "waypipe beside the compositor CPU µs", "all ÷ without waypipe",
            ],
            results.map { row in
                let without = results.first { $0.work == row.work && $0.compression == nil }
                return [
                    row.work.rawValue, row.compression ?? "without waypipe", decimal(row.rate, 1),
                    row.compression == nil ? "" : decimal(row.bytes, 0),
                ] + row.processorTimes.map { decimal($0 * 1e6, 0) }
                    + Array(repeating: "", count: 3 - row.processorTimes.count) + [
                        without.map { decimal(row.allProcessorTime / $0.allProcessorTime, 1) } ?? ""
                    ]
            })
    }

    private static func list(_ calls: [String: Double]) -> String {
        calls.sorted { $0.value > $1.value }.filter { $0.value >= 0.01 }
            .map { "\(decimal($0.value, 2)) `\($0.key)`" }.joined(separator: ", ")
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
