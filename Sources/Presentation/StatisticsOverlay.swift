internal import Descriptors
internal import Planes
internal import Text

/// What is counted, in a corner of the window. Drawn once a second; off, it costs nothing.
final class StatisticsOverlay {
    private let text: TextSurface
    private let statistics: Statistics
    private let loop: EventLoop
    /// Commits the window's root.
    private let commit: () -> Void
    private var alarm: Alarm?
    private var before: Tally?

    private struct Tally {
        let moment: Instant
        let flips, presented, zeroCopy: Int
    }

    private static let period = Instant.Span.seconds(1)

    init(_ text: TextSurface, _ statistics: Statistics, in loop: EventLoop, commit: @escaping () -> Void) {
        self.text = text
        self.statistics = statistics
        self.loop = loop
        self.commit = commit
    }

    var isOn: Bool { alarm != nil }

    /// Shows or hides it.
    func toggle() {
        if isOn {
            alarm = nil
            before = nil
            if text.hide() { commit() }
        } else {
            alarm = Alarm(in: loop) { [unowned self] in update() }
            update()
        }
    }

    private func update() {
        let now = Tally(
            moment: loop.now, flips: statistics.flips, presented: statistics.presented,
            zeroCopy: statistics.zeroCopyPresented)
        if text.show(Self.block(lines(now))) { commit() }
        before = now
        alarm?.set(now.moment + Self.period)
    }

    private func lines(_ now: Tally) -> [String] {
        var lines = [statistics.paths[.primary].map { "path \($0.summary)" } ?? "no picture yet"]
        if let before {
            let seconds = max((now.moment - before.moment).seconds, 0.001)
            func rate(_ count: Int) -> String { Self.decimal(Double(count) / seconds) }
            let presented = now.presented - before.presented
            lines.append("\(rate(now.flips - before.flips)) flips/s, \(rate(presented)) shown/s")
            if presented > 0 {
                lines.append("zero-copy \((now.zeroCopy - before.zeroCopy) * 100 / presented) %")
            }
        }
        if let mean = statistics.latchAges.mean {
            lines.append(
                "latched \(Self.decimal(mean.seconds * 1000)) ms before, \(statistics.missedRefreshes) missed"
            )
        }
        if let mean = statistics.ages.mean {
            lines.append("age \(Self.decimal(mean.seconds * 1000)) ms, \(statistics.droppedPictures) dropped")
        }
        let reused = statistics.reuseRate.map { ", re-used \(Self.decimal($0 * 100)) %" } ?? ""
        lines.append("\(statistics.buffersLive) buffers\(reused)")
        return lines
    }

    private static func block(_ lines: [String]) -> TextBlock {
        let style = TextStyle(face: .monospace, size: .pixels(13))
        return TextBlock(
            lines.map { Paragraph($0, style) }, padding: 10,
            ground: TextGround(TextColour(0, alpha: 0.6), radius: 8))
    }

    /// One digit behind the point.
    private static func decimal(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
