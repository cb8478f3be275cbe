import Testing

@testable import Presentation

/// Proves which keys are the window's.
@Suite struct HotkeysTests {
    private let f11: UInt32 = 87
    private let f: UInt32 = 33

    @Test func theUsualOnes() {
        let chord: Modifiers = [.control, .alt]
        let usual = Hotkeys.usual
        #expect(usual.action([], f11) { 0xffc8 } == .toggleFullscreen)
        #expect(usual.action(chord, 33) { 0x66 } == .toggleFullscreen)
        #expect(usual.action(chord, 23) { 0x69 } == .toggleOverlay)
        #expect(usual.action(chord, 31) { 0x73 } == .takeScreenshot)
        #expect(usual.action(chord, 16) { 0x71 } == .close)
    }

    @Test func theModifiersAreJustThese() {
        for modifiers: Modifiers in [[], .control, .alt, [.control, .alt, .shift], [.control, .alt, .logo]] {
            #expect(Hotkeys.usual.action(modifiers, f) { 0x66 } == nil)
        }
        #expect(Hotkeys.usual.action(.shift, f11) { 0xffc8 } == nil)
    }

    @Test func whatIsWrittenOnTheKeyCountsAndWhereItIsOnlyWithoutThat() {
        let chord: Modifiers = [.control, .alt]
        #expect(Hotkeys.usual.action(chord, 30) { 0x71 } == .close, "a French Q")
        #expect(Hotkeys.usual.action(chord, 16) { 0x61 } == nil, "a French A")
        #expect(Hotkeys.usual.action(chord, 16) { nil } == .close)
        #expect(Hotkeys.usual.action(chord, 30) { nil } == nil)
        #expect(Hotkeys.usual.action(chord, 16) { 0 } == nil, "a key without anything on it")
    }

    @Test func aKeymapIsAskedOnlyWhereItMatters() {
        var count = 0
        for modifiers: Modifiers in [.shift, .control, .alt, .logo] {
            _ = Hotkeys.usual.action(modifiers, f) {
                count += 1
                return nil
            }
        }
        _ = Hotkeys.none.action([], f11) {
            count += 1
            return nil
        }
        #expect(count == 0)
    }

    @Test func locksAreNoModifiers() {
        let lock: UInt32 = 2
        let numLock: UInt32 = 16
        let level3: UInt32 = 128
        let virtual: UInt32 = 1 << 12
        #expect(Modifiers(depressed: lock | numLock | level3 | virtual, latched: 0) == [])
        #expect(Modifiers(depressed: 4, latched: 8) == [.control, .alt])
        #expect(Modifiers(depressed: 1 | 64, latched: 0) == [.shift, .logo])
    }
}
