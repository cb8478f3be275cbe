internal import Descriptors
internal import Planes
internal import Text

/// Words in the middle of a window that has no picture: what is waited for, and for how long.
final class Placeholder {
    private let text: TextSurface
    private let loop: EventLoop
    /// Commits the window's root.
    private let commit: () -> Void
    private var alarm: Alarm?
    private var sentence: String?
    private var start: Instant

    /// A picture that comes at once is not announced.
    private static let grace = Instant.Span.seconds(1)

    init(_ text: TextSurface, in loop: EventLoop, commit: @escaping () -> Void) {
        self.text = text
        self.loop = loop
        self.commit = commit
        start = loop.now
    }

    /// Says what is waited for, a moment later and from then on; nil when nothing is.
    func wait(for sentence: String?) {
        guard sentence != self.sentence else { return }
        self.sentence = sentence
        start = loop.now
        guard sentence != nil else {
            alarm = nil
            if text.hide() { commit() }
            return
        }
        alarm = Alarm(in: loop) { [unowned self] in update() }
        alarm?.set(start + Self.grace)
    }

    private func update() {
        guard let sentence else { return }
        let seconds = (loop.now - start).nanoseconds / 1_000_000_000
        let block = TextBlock([
            Paragraph(sentence, TextStyle(size: .points(16)), alignment: .centre),
            Paragraph(
                Self.words(seconds), TextStyle(size: .points(10), colour: TextColour(0xa0a0a0)),
                alignment: .centre,
                space: 6),
        ])
        if text.show(block) { commit() }
        // Beyond a minute, minutes are told.
        alarm?.set(loop.now + .seconds(seconds < 60 ? 1 : 60 - seconds % 60))
    }

    /// Such as "12 s", "3 min" and "2 h 5 min".
    private static func words(_ seconds: Int64) -> String {
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        if hours > 0 { return "\(hours) h \(minutes) min" }
        return minutes > 0 ? "\(minutes) min" : "\(seconds) s"
    }
}
