/// Why there is no picture of the screen. The text is a sentence for people.
package enum ScreenshotError: Error, Equatable, CustomStringConvertible {
    /// The source is gone.
    case lost(String)
    /// There is no primary plane.
    case off
    /// The primary plane cannot be read.
    case unreadable(PlaneFault)

    package var description: String {
        switch self {
        case .lost(let reason): reason
        case .off: "the guest shows nothing, so there is no picture to take"
        case .unreadable(let fault) where fault.isOfProcessorsOnly:
            "the primary plane \(fault); show it in a window, and take the picture with the compositor's own tool "
                + "(grim, weston-screenshooter, the desktop's screenshot key)"
        case .unreadable(let fault): "the primary plane \(fault)"
        }
    }
}
