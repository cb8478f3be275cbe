/// Keys that stay in force when they are let go of, and the lights that tell so.
///
/// The bits are QEMU's (`Keyboard.Modifiers` of its D-Bus display).
package struct LockKeys: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let scroll = LockKeys(rawValue: 1 << 0)
    package static let num = LockKeys(rawValue: 1 << 1)
    package static let caps = LockKeys(rawValue: 1 << 2)

    /// - Parameter modifiers: locked ones as `wl_keyboard.modifiers` tells them: Lock is caps in every keymap, and Mod2 Num
    ///   Lock by a convention that libxkbcommon, too, relies upon (XKB_MOD_NAME_NUM). Scroll Lock has no modifier.
    package init(locked modifiers: UInt32) {
        self = []
        if modifiers & 1 << 1 != 0 { insert(.caps) }
        if modifiers & 1 << 4 != 0 { insert(.num) }
    }

    /// The keys that must be pressed in a guest so that its locks are what these are, by the kernel's numbers. Scroll Lock,
    /// which hosts do not tell of, is left alone.
    package func keys(toChange guest: LockKeys) -> [UInt32] {
        let differences = symmetricDifference(guest)
        return (differences.contains(.num) ? [69] : []) + (differences.contains(.caps) ? [58] : [])
    }
}
