import Descriptors
import Input
import Planes
import Testing

@testable import QEMU

/// What QEMU tells of its guest, and is asked for.
extension ClipboardTests {
    @Test func whatTheGuestGrabsIsAskedForWhenItIsWanted() throws {
        try start()
        try grab(0)
        #expect(clipboard.hasText && changes.value == 1)
        #expect(host.calls == ["Register"])
        host.text = Array("von drinnen".utf8)
        let answers = Box<[ClipboardText?]>([])
        // Those who want it at once share a question.
        for _ in 0..<3 { clipboard.read { answers.value.append($0) } }
        try run { answers.value.count == 3 }
        #expect(host.calls == ["Register", "Request 0 \(Self.text)"])
        #expect(
            answers.value
                == [ClipboardText](
                    repeating: try #require(ClipboardText(Array("von drinnen".utf8))), count: 3))
        try call("Release") { (call) throws(BusError) in try call.append(UInt32(0)) }
        #expect(!clipboard.hasText && changes.value == 2)
    }

    @Test func grabsOfOtherThingsAreNone() throws {
        try start()
        try grab(0, selection: 1)
        try grab(0, selection: .max)
        #expect(!clipboard.hasText && changes.value == 0)
        try grab(0, ["image/png"])
        try grab(1, [])
        #expect(!clipboard.hasText)
        try grab(2, ["image/png", Self.text])
        #expect(clipboard.hasText)
        try call("Release") { (call) throws(BusError) in try call.append(UInt32(1)) }
        #expect(clipboard.hasText)
        // A picture takes the text's place.
        try grab(3, ["image/png"])
        #expect(!clipboard.hasText)
    }

    /// Both sides count together, and the viewer wins where both grab at once.
    @Test func grabsOfYesterdayAreNone() throws {
        try start()
        offer("mine")
        try run { host.calls.last == "Grab 0 0 \(Self.text)" }
        try grab(0)
        #expect(!clipboard.hasText, "both had 0")
        #expect(try request() == "mine")
        try grab(1)
        #expect(clipboard.hasText)
        #expect(throws: BusError.self) { try request() }
        offer("mine again")
        #expect(!clipboard.hasText)
        try run { host.calls.last == "Grab 0 2 \(Self.text)" }
        try grab(1)
        #expect(!clipboard.hasText)
    }

    @Test func theNumbersMayRunOut() throws {
        try start()
        try grab(.max)
        try grab(.max)
        offer("x")
        try run { host.calls.last == "Grab 0 \(UInt32.max) \(Self.text)" }
        try grab(0)
        #expect(!clipboard.hasText)
        // Both begin anew, and the viewer's grab is the first.
        try call("Register")
        try grab(1)
        #expect(clipboard.hasText)
    }

    @Test(
        arguments: [
            (nil, text, false), ([0xc3], text, false), ([0x61, 0, 0x61], text, false),
            ([UInt8](repeating: 0x61, count: ClipboardText.limit + 1), text, false),
            ([0x61], "image/png", false),
            ([0x61], text, true),
        ] as [([UInt8]?, String, Bool)])
    func whatIsNoTextIsNothing(bytes: [UInt8]?, type: String, isOdd: Bool) throws {
        try start()
        try grab(0)
        (host.text, host.type, host.isOdd) = (bytes, type, isOdd)
        let answers = Box<[ClipboardText?]>([])
        clipboard.read { answers.value.append($0) }
        try run { !answers.value.isEmpty }
        #expect(answers.value == [nil])
        host.text = [0x62]
        (host.type, host.isOdd) = (Self.text, false)
        clipboard.read { answers.value.append($0) }
        try run { answers.value.count == 2 }
        #expect(answers.value.last == ClipboardText([0x62]))
    }

    @Test func aGuestThatNeverAnswersHoldsNoMoreThanAFew() throws {
        try start()
        try grab(0)
        host.silent = ["Request"]
        let answers = Box<[ClipboardText?]>([])
        for _ in 0..<100 { clipboard.read { answers.value.append($0) } }
        try run { !host.waiting.isEmpty }
        #expect(host.calls.count { $0.hasPrefix("Request") } == 1)
        #expect(answers.value.count == 84, "16 wait")
        qemu.die()
        try run { answers.value.count == 100 }
    }
}
