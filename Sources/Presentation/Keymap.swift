/// Which symbols are on a keyboard's keys, compiled.
@safe final class Keymap {
    private let xkb: XKBFunctions
    private let keymap: OpaquePointer
    /// How many layouts the user switches between.
    private let layoutCount: UInt32

    /// Takes over a keymap of libxkbcommon's.
    init(adopting keymap: OpaquePointer, _ xkb: XKBFunctions) {
        self.xkb = xkb
        unsafe self.keymap = keymap
        layoutCount = unsafe xkb.layoutCount(keymap)
    }

    deinit { unsafe xkb.release(keymap) }

    /// The symbol by which a hotkey is known: what the key gives without a modifier, where the user writes with Latin letters.
    /// Where not, what it gives in the first of the user's other layouts that has them.
    ///
    /// - Parameters:
    ///   - code: the kernel's number for the key.
    ///   - layout: the one that is in force.
    /// - Returns: an XKB keysym, 0 for none; nil when no layout has Latin letters.
    func symbol(of code: UInt32, in layout: UInt32) -> UInt32? {
        let key = code &+ XKB.keyOffset
        let layout = min(layout, Self.lastLayout)
        let symbol = firstSymbol(key, layout)
        if Self.functionKeys.contains(symbol) || hasLatinLetters(layout) { return symbol }
        return (0..<layoutCount).first(where: hasLatinLetters).map { firstSymbol(key, $0) }
    }

    /// - Parameter layout: one that the key does not have is brought into its range by the key's own rule.
    private func firstSymbol(_ key: UInt32, _ layout: UInt32) -> UInt32 {
        var symbols: UnsafePointer<UInt32>?
        let count = unsafe xkb.symbols(keymap, key, layout, 0, &symbols)
        guard count > 0, let symbols = unsafe symbols else { return 0 }
        return unsafe symbols[0]
    }

    private func hasLatinLetters(_ layout: UInt32) -> Bool {
        let first = unsafe xkb.firstKey(keymap)
        return (first...max(first, unsafe xkb.lastKey(keymap)))
            .contains { Self.latinLetters.contains(firstSymbol($0, layout)) }
    }

    /// libxkbcommon (1.5) takes what is beyond for less than none, and crashes.
    private static let lastLayout = UInt32(Int32.max)
    /// The symbols of small Latin letters are their ASCII codes.
    private static let latinLetters: ClosedRange<UInt32> = 0x61...0x7a
    /// Keys that write nothing, such as F11 (keysymdef.h), which all layouts have in common.
    private static let functionKeys: ClosedRange<UInt32> = 0xfd00...0xffff
}
