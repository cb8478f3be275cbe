internal import Wayland

/// Keeps the screen from going dark while there is something to look at on the whole of it.
final class IdleInhibition {
    private let manager: ZwpIdleInhibitManagerV1?
    private let surface: WlSurface
    private var inhibitor: ZwpIdleInhibitorV1?

    /// - Parameters:
    ///   - manager: nil where the compositor has none.
    ///   - surface: the window's root.
    init(_ manager: ZwpIdleInhibitManagerV1?, _ surface: WlSurface) {
        self.manager = manager
        self.surface = surface
    }

    deinit { inhibitor?.destroy() }

    /// Whether it is in force where there is a manager.
    var isWanted = false {
        didSet {
            guard isWanted != oldValue else { return }
            if isWanted {
                inhibitor = manager?.createInhibitor(surface: surface)
            } else {
                inhibitor?.destroy()
                inhibitor = nil
            }
        }
    }
}
