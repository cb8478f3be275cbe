internal import Descriptors
internal import Glibc
internal import Wayland

/// When and how pictures reach the screen, by `wp_presentation`.
final class PresentationTimes {
    /// The output's refresh, when the compositor told it.
    private(set) var refresh: Instant.Span?

    private let presentation: WpPresentation
    /// The clock of the compositor's times.
    private let clock: Int32
    private let statistics: Statistics
    /// Answers that have not come yet; an object that nobody holds would be destroyed.
    private var outstanding: [WpPresentationFeedback] = []

    /// Beyond so many, the compositor answers none: the oldest are given up.
    private static let limit = 20
    /// A refresh outside of 10 to 1000 Hz is none to go by.
    private static let plausible = Instant.Span.milliseconds(1)...Instant.Span.milliseconds(100)

    /// - Parameter clock: the compositor's, a `clockid_t`.
    init(_ presentation: WpPresentation, clock: Int32, _ statistics: Statistics) {
        self.presentation = presentation
        self.clock = clock
        self.statistics = statistics
    }

    /// Asks for the fate of the surface's next commit.
    ///
    /// - Parameter captured: when its picture was taken; nil where nobody knows.
    func watch(_ surface: WlSurface, captured: Instant?) {
        if outstanding.count >= Self.limit { outstanding.removeFirst() }
        let feedback = presentation.feedback(surface: surface)
        feedback.onEvent = { [unowned self, unowned feedback] event in
            switch event {
            case .syncOutput:
                return
            case .presented(let high, let low, let nanoseconds, let refresh, _, _, let flags):
                statistics.presented += 1
                if let captured {
                    let seconds = Int64(high) << 32 | Int64(low)
                    let time = Instant(nanoseconds: seconds &* 1_000_000_000 &+ Int64(nanoseconds))
                    statistics.ages.add(monotonic(time) - captured)
                }
                if flags.contains(.zeroCopy) { statistics.zeroCopyPresented += 1 }
                let span = Instant.Span(nanoseconds: Int64(refresh))
                // Zero: the output has no constant refresh.
                if Self.plausible.contains(span) { self.refresh = span }
            case .discarded:
                break
            }
            outstanding.removeAll { $0 === feedback }
        }
        outstanding.append(feedback)
    }

    /// A time of the compositor's clock on ours. Weston's headless one counts on another (CLOCK_MONOTONIC_RAW).
    private func monotonic(_ time: Instant) -> Instant {
        clock == CLOCK_MONOTONIC ? time : time + (.now - .now(on: clock))
    }
}
