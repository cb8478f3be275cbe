internal import Wayland

/// Who draws a window's title bar and edges.
final class Decorations {
    /// nil where the compositor leaves it to programs.
    let manager: ZxdgDecorationManagerV1?

    init(_ manager: ZxdgDecorationManagerV1?) {
        self.manager = manager
    }
}
