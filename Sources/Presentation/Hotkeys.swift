/// All hotkeys of a window.
package struct Hotkeys: Equatable, Sendable {
    private var entries: [Hotkey]

    package init(_ entries: [Hotkey]) {
        self.entries = entries
    }

    package static let none = Hotkeys([])

    /// Those of users' habit: F11 is everyone's, Ctrl+Alt with a letter QEMU's.
    package static let usual = Hotkeys([
        Hotkey([], .f11, .toggleFullscreen),
        Hotkey([.control, .alt], .f, .toggleFullscreen),
        Hotkey([.control, .alt], .i, .toggleOverlay),
        Hotkey([.control, .alt], .s, .takeScreenshot),
        Hotkey([.control, .alt], .q, .close),
    ])

    /// Those of a chooser, beside its own keys.
    package static let chooser = Hotkeys([
        Hotkey([], .escape, .close),
        Hotkey([], .q, .close),
        Hotkey([.control, .alt], .q, .close),
        Hotkey([], .f11, .toggleFullscreen),
        Hotkey([.control, .alt], .f, .toggleFullscreen),
    ])

    /// What a key does that is pressed while just these modifiers are held; nil when it is the guest's.
    ///
    /// - Parameters:
    ///   - code: the kernel's number for the key.
    ///   - symbol: asked only where it matters: finding out costs (`KeyboardLayout.symbol`). nil leaves it to the number.
    package func action(_ modifiers: Modifiers, _ code: UInt32, symbol: () -> UInt32?) -> HotkeyAction? {
        guard entries.contains(where: { $0.modifiers == modifiers }) else { return nil }
        let symbol = symbol()
        return entries.first { hotkey in
            hotkey.modifiers == modifiers
                && (symbol.map { $0 == hotkey.key.symbol } ?? (code == hotkey.key.code))
        }?.action
    }
}
