package import Descriptors

/// What a latch leads to, and what is said of its commit: with it, and by the compositor afterwards.
extension LatchSchedule {
    /// What a latch led to.
    package enum Outcome: Equatable, Sendable {
        /// A plane has another buffer, came, went or moved, and the change was committed.
        case changed
        /// Nothing is different. `repainted`: the same buffer was committed again with damage.
        case unchanged(repainted: Bool)
        /// No plane is on.
        case off
        /// Something is different and cannot be shown yet: an import is under way.
        case pending
    }

    /// What a commit of the primary plane asks the compositor for, to learn what became of it.
    package struct Sign: OptionSet, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// `wp_presentation.feedback`.
        package static let times = Sign(rawValue: 1)
        /// `wl_surface.frame`.
        package static let frame = Sign(rawValue: 2)
    }

    /// A commit of the window.
    package struct Commit: Sendable {
        /// When the source was asked for what it shows.
        package let latched: Instant
        /// The refresh that it was made for; nil where none was known.
        let refresh: Instant?
        /// How long before it was to be made.
        let margin: Instant.Span
        /// Its number among those whose times are asked for, if they are.
        let number: Int
        /// No other is on its way.
        let isAlone: Bool
    }

    /// What became of a commit.
    package struct Fate: Sendable {
        /// When it was shown.
        package let shown: Instant
        /// Between two refreshes; zero where they are not regular.
        package let period: Instant.Span
        /// The compositor's number for the output, or 0.
        package let output: UInt32

        package init(shown: Instant, period: Instant.Span, output: UInt32) {
            self.shown = shown
            self.period = period
            self.output = output
        }
    }
}
