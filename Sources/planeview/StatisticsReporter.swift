import Descriptors
import Glibc
import Planes
import Presentation

/// Prints what a presentation counts: a line now and then, and a last one at the end.
final class StatisticsReporter {
    enum Format: String, CaseIterable {
        /// To standard error, for people.
        case human
        /// One object a line, to standard output.
        case json
    }

    private let statistics: Statistics
    private let device: String
    private let say: (String) -> Void
    private let format: Format
    private let start = Instant.now
    private var timer: Timer?
    private var before: (moment: Instant, flips: Int, presented: Int)

    /// - Parameters:
    ///   - device: what the user calls it.
    ///   - period: between two lines; nil prints the last one only.
    ///   - say: takes lines for people.
    init(
        _ statistics: Statistics, of device: String, _ format: Format, every period: Instant.Span?,
        in loop: EventLoop, saying say: @escaping (String) -> Void
    ) throws(SystemError) {
        self.statistics = statistics
        self.device = device
        self.say = say
        self.format = format
        before = (start, 0, 0)
        guard let period else { return }
        timer = try Timer(in: loop) { [unowned self] in
            report()
            timer?.set(.now + period)
        }
        timer?.set(start + period)
    }

    /// Prints a line now.
    func report() {
        switch format {
        case .human: say(line())
        case .json: Console.print(json().text)
        }
        before = (.now, statistics.flips, statistics.presented)
    }

    private func line() -> String {
        let span = max((Instant.now - before.moment).seconds, 0.001)
        func rate(_ count: Int) -> String { "\(Int((Double(count) / span * 10).rounded()) / 10)" }
        return "path \(statistics.paths[.primary]?.description ?? "none yet"), "
            + "\(rate(statistics.flips - before.flips)) flips/s, "
            + "\(rate(statistics.presented - before.presented)) presented/s "
            + "(zero-copy \(statistics.zeroCopyPresented) of \(statistics.presented)), "
            + "\(statistics.buffersLive) buffers, \(Self.openDescriptors()) descriptors, "
            + "\(statistics.bytesCopied) bytes copied"
            + latch()
            + age()
            + (statistics.importFailures > 0 ? ", \(statistics.importFailures) imports failed" : "")
            + (statistics.rejectedReplies > 0 ? ", \(statistics.rejectedReplies) replies rejected" : "")
    }

    private func json() -> JSON {
        [
            "device": .string(device),
            "milliseconds": JSON((Instant.now - start).nanoseconds / 1_000_000),
            "path": JSON(statistics.path?.rawValue),
            "planes": planes(),
            "polls": JSON(statistics.polls),
            "flips": JSON(statistics.flips),
            "commits": JSON(statistics.commits),
            "cursor_commits": JSON(statistics.cursorCommits),
            "wl_buffers_created": JSON(statistics.buffersCreated),
            "wl_buffers_live": JSON(statistics.buffersLive),
            "fds_open": JSON(Self.openDescriptors()),
            "bytes_copied": JSON(statistics.bytesCopied),
            "reuse_rate": statistics.reuseRate.map { .number(($0 * 1000).rounded() / 1000) } ?? .null,
            "presented": JSON(statistics.presented),
            "missed_refreshes": JSON(statistics.missedRefreshes),
            "latch_age": latchAges(),
            "zero_copy_presented": JSON(statistics.zeroCopyPresented),
            "dropped": JSON(statistics.droppedPictures),
            "age_mean_ms": statistics.ages.mean.map { JSON(Self.milliseconds($0)) } ?? .null,
            "age_max_ms": statistics.ages.mean == nil
                ? .null : JSON(Self.milliseconds(statistics.ages.greatest)),
            "import_failures": JSON(statistics.importFailures),
            "rejected_replies": JSON(statistics.rejectedReplies),
        ]
    }

    /// Where the compositor says when pictures were shown.
    private func latch() -> String {
        guard let mean = statistics.latchAges.mean else { return "" }
        return
            ", latched \(Self.milliseconds(mean)) ms before, \(statistics.missedRefreshes) refreshes missed"
    }

    private func latchAges() -> JSON {
        let ages = statistics.latchAges
        guard let mean = ages.mean else { return .null }
        // Up to the last bin that has something.
        let end = ages.bins.lastIndex { $0 > 0 } ?? 0
        return [
            "mean_ms": .number(Double(mean.nanoseconds / 10_000) / 100),
            "p95_ms": ages.quantile(0.95).map { JSON(Self.milliseconds($0)) } ?? .null,
            "max_ms": JSON(Self.milliseconds(ages.greatest)),
            "histogram_ms": .array(ages.bins[...end].map { JSON($0) }),
        ]
    }

    /// Of sources that take pictures.
    private func age() -> String {
        guard let mean = statistics.ages.mean else { return "" }
        return ", \(statistics.droppedPictures) dropped, "
            + "age \(Self.milliseconds(mean)) ms (at most \(Self.milliseconds(statistics.ages.greatest)))"
    }

    private static func milliseconds(_ span: Instant.Span) -> Int64 {
        (span.nanoseconds + 500_000) / 1_000_000
    }

    private func planes() -> JSON {
        .object(
            PlaneKind.stackingOrder.compactMap { kind in
                statistics.paths[kind].map { (kind.description, Self.json($0)) }
            })
    }

    private static func json(_ path: PlanePath) -> JSON {
        [
            "path": .string(path.path.rawValue),
            "reason": path.obstacles.isEmpty ? nil : .string(path.obstacles.description),
            "converted_to": JSON(path.conversion?.description), "fit_for_scanout": .bool(path.isScanout),
        ]
    }

    /// Descriptors that this process has open, without the one that counts them.
    private static func openDescriptors() -> Int {
        guard let folder = unsafe opendir("/proc/self/fd") else { return 0 }
        defer { unsafe closedir(folder) }
        var count = 0
        while unsafe readdir(folder) != nil { count += 1 }
        // Less ".", ".." and the folder itself.
        return count - 3
    }
}
