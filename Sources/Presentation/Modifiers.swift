/// The modifier keys that make hotkeys. Locks (Caps Lock, Num Lock) and the shifts of a layout's further levels are none.
package struct Modifiers: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    // The bits are those of X's eight real modifiers, in every keymap; that Mod1 is Alt and Mod4 the logo key, libxkbcommon
    // takes for granted, too (XKB_MOD_NAME_ALT, XKB_MOD_NAME_LOGO).
    package static let shift = Modifiers(rawValue: 1 << 0)
    package static let control = Modifiers(rawValue: 1 << 2)
    package static let alt = Modifiers(rawValue: 1 << 3)
    package static let logo = Modifiers(rawValue: 1 << 6)

    private static let all: Modifiers = [.shift, .control, .alt, .logo]

    /// - Parameters: as `wl_keyboard.modifiers` tells them.
    init(depressed: UInt32, latched: UInt32) {
        self = Modifiers(rawValue: depressed | latched).intersection(.all)
    }
}
