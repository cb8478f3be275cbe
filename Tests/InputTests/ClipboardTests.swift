import Input
import Testing

/// Proves what is text, and that one clipboard stands for those that come and go.
@Suite struct ClipboardTests {
    @Test func textIsUTF8WithoutZeros() {
        #expect(ClipboardText([])?.bytes == [])
        #expect(ClipboardText(Array("a\r\n\u{1b}[0m€".utf8))?.bytes == Array("a\r\n\u{1b}[0m€".utf8))
        // Those at the end are cut off, as guests that count them in leave them there.
        #expect(ClipboardText([0x61, 0, 0])?.bytes == [0x61])
        #expect(ClipboardText([0, 0])?.bytes == [])
        #expect(ClipboardText([0, 0x61]) == nil)
        // Cut in the middle of a character; a surrogate; longer than it need be.
        for bytes in [[0xe2, 0x82], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0x80]] as [[UInt8]] {
            #expect(ClipboardText(bytes) == nil)
        }
    }

    @Test func textIsOfBoundedLength() {
        #expect(ClipboardText([UInt8](repeating: 0x61, count: ClipboardText.limit)) != nil)
        #expect(ClipboardText([UInt8](repeating: 0x61, count: ClipboardText.limit + 1)) == nil)
    }

    private final class Clipboard: GuestClipboard {
        var hasText = false { didSet { onChange?() } }
        var onChange: (() -> Void)?
        var starts = 0
        var giver: Giver?
        func start() { starts += 1 }
        func read(then: @escaping Receiver) { then(ClipboardText([0x61])) }
        func offer(_ giver: Giver?) { self.giver = giver }
        func finish() { starts -= 1 }
    }

    @Test func whoComesIsToldWhatThereIs() {
        let changing = ChangingClipboard()
        var changes = 0
        changing.onChange = { changes += 1 }
        changing.start()
        changing.offer { then in then(ClipboardText([0x62])) }
        #expect(changes == 0 && !changing.hasText)
        var answers: [ClipboardText?] = []
        changing.read { answers.append($0) }
        #expect(answers == [nil])

        let first = Clipboard()
        changing.current = first
        #expect(first.starts == 1 && first.giver != nil)
        first.hasText = true
        #expect(changing.hasText && changes == 2)
        changing.read { answers.append($0) }
        #expect(answers.last == ClipboardText([0x61]))

        // What the guest copied went with it, and what it was offered before that is not the newest.
        let second = Clipboard()
        changing.current = second
        #expect(!changing.hasText && changes == 3)
        #expect(second.starts == 1 && second.giver == nil)
        first.hasText = false
        #expect(changes == 3, "nobody listens to it")
        changing.finish()
        #expect(second.starts == 0)
        changing.current = Clipboard()
        changing.start()
        #expect((changing.current as? Clipboard)?.starts == 1)
    }
}
