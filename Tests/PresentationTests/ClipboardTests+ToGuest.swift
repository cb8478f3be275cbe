import Descriptors
import Glibc
import Input
import TestCompositor
import Testing

@testable import Presentation

/// What is copied outside, and pasted in the guest.
extension ClipboardTests {
    @Test func whatIsCopiedOutsideIsReadWhenTheGuestPastes() throws {
        #expect(guest.isStarted)
        let offer = try copied("text/html", "text/plain", Self.utf8)
        #expect(guest.offers == 1)
        #expect(offer.receivers.isEmpty, "nobody has asked for it")
        let pasted = guest.paste()
        try theatre.hear()
        #expect(offer.receivers.map(\.type) == [Self.utf8])
        #expect(pasted.answers.isEmpty)
        try write(Array("Grüße".utf8), into: offer)
        try theatre.settle()
        #expect(pasted.answers == ["Grüße"])
    }

    @Test(
        arguments: [
            (["UTF8_STRING", "text/plain"], "UTF8_STRING"), (["text/plain", "STRING"], "text/plain"),
            (["image/png", "text/html"], nil), ([], nil),
        ] as [([String], String?)])
    func theClearestOfTheTypesIsAskedFor(types: [String], type: String?) throws {
        device.copy(types)
        keyboard.enter(theatre.window)
        try theatre.hear()
        #expect(guest.offers == (type == nil ? 0 : 1))
        _ = guest.paste()
        try theatre.hear()
        #expect(theatre.compositor.all(DataOffer.self).last?.receivers.map(\.type) == type.map { [$0] } ?? [])
    }

    @Test func withoutTheKeyboardNothingIsToldAndNothingIsRead() throws {
        device.copy([Self.utf8])
        try theatre.hear()
        #expect(guest.offers == 0)
        let offer = try copied(Self.utf8)
        #expect(guest.offers == 1)
        keyboard.leave(theatre.window)
        try theatre.hear()
        let pasted = guest.paste()
        try theatre.hear()
        #expect(pasted.answers == [nil])
        #expect(offer.receivers.isEmpty)
    }

    @Test func anEmptyClipboardIsTold() throws {
        _ = try copied(Self.utf8)
        device.copy(nil)
        try theatre.hear()
        #expect(guest.giver == nil)
        #expect(theatre.compositor.all(DataOffer.self).isEmpty, "the old one was let go of")
    }

    @Test func anOfferThatIsOverIsNotRead() throws {
        _ = try copied(Self.utf8)
        let old = try #require(guest.giver)
        device.copy([Self.utf8])
        try theatre.hear()
        var answers: [ClipboardText?] = []
        old { answers.append($0) }
        #expect(answers == [nil])
    }

    @Test func whoNeverWritesIsWaitedForNoLongerThanASecond() throws {
        let offer = try copied(Self.utf8)
        let pasted = guest.paste()
        try theatre.hear()
        try theatre.pass(.milliseconds(990))
        #expect(pasted.answers.isEmpty)
        try theatre.pass(.milliseconds(20))
        #expect(pasted.answers == [nil])
        // The pipe is closed: who writes at last learns it.
        let pipe = offer.takeReceiver()
        #expect(unsafe Glibc.write(pipe.descriptor.rawValue, "x", 1) == -1 && errno == EPIPE)
        // And the next question is asked.
        let again = guest.paste()
        try theatre.hear()
        try write([0x61], into: offer)
        try theatre.settle()
        #expect(again.answers == ["a"])
    }

    @Test func oneThingIsReadAtATime() throws {
        let offer = try copied(Self.utf8)
        let first = guest.paste()
        let second = guest.paste()
        try theatre.hear()
        #expect(second.answers == [nil])
        #expect(offer.receivers.count == 1)
        try write([0x62], into: offer)
        try theatre.settle()
        #expect(first.answers == ["b"])
    }

    @Test(
        arguments: [
            ([], ""), ([0xff, 0xfe], nil), ([0x61, 0, 0x62], nil), ([0x61, 0, 0], "a"),
        ] as [([UInt8], String?)])
    func onlyTextGoesIn(bytes: [UInt8], text: String?) throws {
        let offer = try copied(Self.utf8)
        let pasted = guest.paste()
        try theatre.hear()
        try write(bytes, into: offer)
        try theatre.settle()
        #expect(pasted.answers == [text])
    }

    @Test(arguments: [(ClipboardText.limit, true), (ClipboardText.limit + 1, false)])
    func aLongTextGoesInAndATooLongOneDoesNot(count: Int, isTaken: Bool) throws {
        let offer = try copied(Self.utf8)
        let pasted = guest.paste()
        try theatre.hear()
        // A writer that has more than the pipe holds goes on as the window reads.
        let loop = try EventLoop()
        var writer: PipeWriter?
        writer = PipeWriter(try offer.takeReceiver().descriptor.duplicate(), in: loop) { writer = nil }
        try writer?.write([UInt8](repeating: 0x78, count: count), within: .seconds(60))
        for _ in 0..<400 where pasted.answers.isEmpty {
            try loop.turn(timeout: 0)
            try theatre.settle()
        }
        #expect(pasted.answers.map { $0?.utf8.count } == [isTaken ? count : nil])
    }

    @Test func aWindowThatGoesWhileItReadsAnswers() throws {
        _ = try copied(Self.utf8)
        let pasted = guest.paste()
        try theatre.hear()
        theatre.presenter?.end(.closed)
        #expect(pasted.answers == [nil])
    }
}
