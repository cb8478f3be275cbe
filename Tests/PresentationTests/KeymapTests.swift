import Descriptors
import Glibc
import TestCompositor
import Testing

@testable import Presentation

/// Proves that a key is known by what is written on it, in the layouts that people have.
@Suite struct KeymapTests {
    private func layout(_ text: String, size: UInt32? = nil, _ compiler: KeymapCompiler = KeymapCompiler())
        throws -> KeyboardLayout
    {
        let bytes = [UInt8](text.utf8) + [0]
        let file = try OwnedDescriptor.sealedMemory("keymap-tests", size: UInt64(bytes.count))
        #expect(unsafe pwrite(file.rawValue, bytes, bytes.count, 0) == bytes.count)
        return KeyboardLayout(file, size: size ?? UInt32(bytes.count), compiler)
    }

    @Test(arguments: [
        ("us", UInt32(0), TestKey.f, UInt32?(0x66)),
        ("us", 0, .f11, 0xffc8),
        ("de", 0, .f, 0x66),
        ("de", 0, .z, 0x79),
        ("fr", 0, .a, 0x71),
        ("fr", 0, .q, 0x61),
        ("us,de", 1, .z, 0x79),
        // A layout without Latin letters: what the user's other one has there, or nothing.
        ("us,ru", 1, .f, 0x66),
        ("ru,fr", 0, .a, 0x71),
        ("ru,fr", 0, .f11, 0xffc8),
        ("ru", 0, .f, nil),
        ("ru", 0, .f11, 0xffc8),
        ("gr", 0, .q, nil),
        // A letter that is not English, in a layout that has the others: ı, which is no i.
        ("tr", 0, .i, 0x2b9),
        // No such layout: the key's own rule finds one.
        ("us", 7, .f, 0x66),
        ("us", .max, .f, 0x66),
    ])
    func aKeyIsWhatIsWrittenOnIt(layouts: String, group: UInt32, key: TestKey, symbol: UInt32?) throws {
        let layout = try layout(RealKeymap.text(layouts))
        #expect(layout.symbol(of: key.rawValue, in: group) == symbol)
    }

    @Test func aKeyThatTheKeymapDoesNotHaveHasNoSymbol() throws {
        let layout = try layout(RealKeymap.text("us"))
        #expect(layout.symbol(of: 5000, in: 0) == 0)
        #expect(layout.symbol(of: .max, in: 0) == 0)
    }

    @Test func whatIsNoKeymapHasNoSymbols() throws {
        #expect(try layout("").symbol(of: 33, in: 0) == nil)
        #expect(try layout("xkb_keymap { nonsense };").symbol(of: 33, in: 0) == nil)
        #expect(try layout("", size: 0).symbol(of: 33, in: 0) == nil)
    }

    @Test func aKeymapThatIsShorterThanToldIsNone() throws {
        let text = try RealKeymap.text("us")
        #expect(try layout(text, size: UInt32(text.utf8.count)).symbol(of: 33, in: 0) == 0x66, "no zero")
        #expect(try layout(text, size: 1 << 24).symbol(of: 33, in: 0) == 0x66, "its zero ends it")
        let page = String(repeating: " ", count: 4096 - 1)
        #expect(try layout(page + " ", size: 1 << 24).symbol(of: 33, in: 0) == nil)
    }

    @Test func aMissingLibraryIsToldOnce() throws {
        var reports: [String] = []
        let compiler = KeymapCompiler("libplaneview-absent.so.7") { reports.append($0) }
        #expect(try layout(RealKeymap.text("us"), compiler).symbol(of: 33, in: 0) == nil)
        #expect(try layout(RealKeymap.text("us"), compiler).symbol(of: 33, in: 0) == nil)
        #expect(reports.count == 1)
        #expect(reports.first?.contains("libplaneview-absent.so.7") == true)
        #expect(reports.first?.contains("libxkbcommon0") == true)
    }
}
