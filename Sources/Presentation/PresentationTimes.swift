internal import Descriptors
internal import Glibc
internal import Planes
internal import Wayland

/// When and how commits reach the screen, by `wp_presentation`.
final class PresentationTimes {
    /// Called when a commit was shown, with whether it was scanned out without being drawn.
    var onShown: ((LatchSchedule.Commit, LatchSchedule.Fate, _ isZeroCopy: Bool) -> Void)?
    /// Called when a commit was not shown.
    var onDiscarded: ((LatchSchedule.Commit) -> Void)?

    private let presentation: WpPresentation
    /// The clock of the compositor's times.
    private let clock: Int32
    private let statistics: Statistics
    /// Oldest first. They are used again: nothing is allocated for each commit.
    private var outstanding: [Question] = []
    private var spare: [Question] = []

    /// Beyond so many, the compositor answers none: the oldest are given up.
    private static let limit = 20

    /// What was asked of one commit.
    private final class Question {
        let feedback: WpPresentationFeedback
        var commit: LatchSchedule.Commit
        /// When its picture was taken; nil where nobody knows.
        var captured: Instant?
        var output: UInt32 = 0

        init(_ feedback: WpPresentationFeedback, _ commit: LatchSchedule.Commit) {
            self.feedback = feedback
            self.commit = commit
        }
    }

    /// - Parameter clock: the compositor's, a `clockid_t`.
    init(_ presentation: WpPresentation, clock: Int32, _ statistics: Statistics) {
        self.presentation = presentation
        self.clock = clock
        self.statistics = statistics
    }

    /// Asks for the fate of the surface's next commit.
    ///
    /// - Parameter captured: when its picture was taken; nil where nobody knows.
    func watch(_ surface: WlSurface, _ commit: LatchSchedule.Commit, captured: Instant?) {
        if outstanding.count >= Self.limit { outstanding.removeFirst() }
        let question: Question
        if let used = spare.popLast() {
            question = used
            question.commit = commit
            presentation.feedback(surface: surface, reusing: question.feedback)
        } else {
            question = Question(presentation.feedback(surface: surface), commit)
            question.feedback.onEvent = { [unowned self, unowned question] event in
                answer(event, question)
            }
        }
        question.captured = captured
        outstanding.append(question)
    }

    private func answer(_ event: WpPresentationFeedback.Event, _ question: Question) {
        switch event {
        case .syncOutput(let output):
            question.output = output?.id ?? 0
            return
        case .presented(let high, let low, let nanoseconds, let refresh, _, _, let flags):
            let seconds = Int64(high) << 32 | Int64(low)
            let shown = monotonic(
                Instant(nanoseconds: seconds &* 1_000_000_000 &+ Int64(nanoseconds)))
            statistics.presented += 1
            if flags.contains(.zeroCopy) { statistics.zeroCopyPresented += 1 }
            if let captured = question.captured { statistics.ages.add(shown - captured) }
            statistics.latchAges.add(shown - question.commit.latched)
            let fate = LatchSchedule.Fate(
                shown: shown, period: Instant.Span(nanoseconds: Int64(refresh)), output: question.output)
            onShown?(question.commit, fate, flags.contains(.zeroCopy))
        case .discarded:
            onDiscarded?(question.commit)
        }
        outstanding.removeAll { $0 === question }
        spare.append(question)
    }

    /// A time of the compositor's clock on ours. Weston's headless one counts on another (CLOCK_MONOTONIC_RAW).
    private func monotonic(_ time: Instant) -> Instant {
        clock == CLOCK_MONOTONIC ? time : time + (.now - .now(on: clock))
    }
}
