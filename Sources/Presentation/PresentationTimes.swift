internal import Descriptors
internal import Wayland

/// When and how pictures reach the screen, by `wp_presentation`.
final class PresentationTimes {
    /// The output's refresh, when the compositor told it.
    private(set) var refresh: Instant.Span?

    private let presentation: WpPresentation
    private let statistics: Statistics
    /// Answers that have not come yet; an object that nobody holds would be destroyed.
    private var outstanding: [WpPresentationFeedback] = []

    /// Beyond so many, the compositor answers none: the oldest are given up.
    private static let limit = 20
    /// A refresh outside of 10 to 1000 Hz is none to go by.
    private static let plausible = Instant.Span.milliseconds(1)...Instant.Span.milliseconds(100)

    init(_ presentation: WpPresentation, _ statistics: Statistics) {
        self.presentation = presentation
        self.statistics = statistics
    }

    /// Asks for the fate of the surface's next commit.
    func watch(_ surface: WlSurface) {
        if outstanding.count >= Self.limit { outstanding.removeFirst() }
        let feedback = presentation.feedback(surface: surface)
        feedback.onEvent = { [unowned self, unowned feedback] event in
            switch event {
            case .syncOutput:
                return
            case .presented(_, _, _, let refresh, _, _, let flags):
                statistics.presented += 1
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
}
