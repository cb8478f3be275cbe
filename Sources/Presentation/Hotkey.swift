/// A key with modifiers that belongs to the window, and not to the guest.
package struct Hotkey: Hashable, Sendable {
    package var modifiers: Modifiers
    package var key: Key
    package var action: HotkeyAction

    package init(_ modifiers: Modifiers, _ key: Key, _ action: HotkeyAction) {
        self.modifiers = modifiers
        self.key = key
        self.action = action
    }

    /// A key, by what is written on it, and by where a US keyboard has it, for layouts that have no Latin letters.
    package struct Key: Hashable, Sendable {
        /// XKB's (xkbcommon-keysyms.h).
        let symbol: UInt32
        /// The kernel's (`KEY_*` in linux/input-event-codes.h).
        let code: UInt32

        package static let escape = Key(symbol: 0xff1b, code: 1)
        package static let f = Key(symbol: 0x66, code: 33)
        package static let i = Key(symbol: 0x69, code: 23)
        package static let q = Key(symbol: 0x71, code: 16)
        package static let s = Key(symbol: 0x73, code: 31)
        package static let f11 = Key(symbol: 0xffc8, code: 87)
    }
}
