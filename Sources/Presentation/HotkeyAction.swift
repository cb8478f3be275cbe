/// What a hotkey does.
package enum HotkeyAction: Hashable, Sendable {
    case toggleFullscreen
    case toggleOverlay
    case takeScreenshot
    case close
}
