internal import Planes
internal import Wayland

/// What makes a surface a window of the desktop, and what the desktop says of it. How large the window is, it says and takes; the
/// window decides.
protocol WindowFrame: AnyObject {
    /// Called when the desktop has said how the window is to be. `resize` is to be called in it, if the size changes, and the
    /// surface to be committed after it.
    var onConfigure: ((FrameConfiguration) -> Void)? { get set }
    /// Called when the user closes the window.
    var onClose: (() -> Void)? { get set }

    /// Asks for the first configure: before, no buffer may be attached.
    func map()

    func setTitle(_ title: String)

    /// Asks for the whole of an output; nil leaves it to the compositor which.
    func fill(_ output: WlOutput?)

    /// Asks for a window among others.
    func leaveOutput()

    /// Takes notice of the size of what the window shows, without decorations, from the surface's next commit on.
    ///
    /// - Parameter size: surface-local units; at least 1×1.
    func resize(to size: Size)
}
