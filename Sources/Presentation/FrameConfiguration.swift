internal import Planes

/// How the desktop wants a window to be.
struct FrameConfiguration: Equatable {
    /// Of what it shows, in surface-local units; zero leaves it to the window.
    var size = Size(width: 0, height: 0)
    /// It fills an output.
    var isFullscreen = false
    /// The user has it by a corner.
    var isResizing = false
    /// Nobody can see it, as far as the compositor knows.
    var isSuspended = false
}
