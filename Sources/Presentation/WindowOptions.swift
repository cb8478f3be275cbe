/// How the user wants the window.
package struct WindowOptions: Equatable, Sendable {
    /// It starts as large as an output.
    package var isFullscreen = false
    /// The output that it fills, by what the compositor calls it; nil leaves that to the compositor.
    package var output: String?
    /// It stays as large as an output, without decorations.
    package var isKiosk = false
    /// By which whoever started the program lets its window come to the front (xdg-activation); nil without one.
    package var activationToken: String?
    package var hotkeys = Hotkeys.usual

    package init() {}
}
