import Descriptors
import Glibc
import Input
import TestCompositor
import Testing

@testable import Presentation

/// What is copied in the guest, and pasted outside.
extension ClipboardTests {
    @Test func whatTheGuestCopiesIsTheSelectionAndIsAskedForWhenSomebodyPastes() throws {
        let source = try guestCopies("ein Text")
        #expect(device.selections == 1)
        #expect(source.types.prefix(3) == [Self.utf8, "text/plain", "UTF8_STRING"])
        #expect(guest.reads == 0)
        #expect(try paste(source) == Array("ein Text".utf8))
        #expect(try paste(source, as: "UTF8_STRING") == Array("ein Text".utf8))
        #expect(guest.reads == 2)
    }

    @Test func whatIsCopiedWithoutTheKeyboardWaitsForIt() throws {
        guest.copy("early")
        try theatre.hear()
        #expect(device.selections == 0)
        // It is newer than what is told together with the keyboard.
        device.copy([Self.utf8])
        keyboard.enter(theatre.window)
        try theatre.hear()
        #expect(device.selections == 1)
        #expect(guest.offers == 0)
        let source = try #require(device.selection)
        #expect(try paste(source) == Array("early".utf8))
        // Once.
        keyboard.leave(theatre.window)
        keyboard.enter(theatre.window)
        try theatre.hear()
        #expect(device.selections == 1)
    }

    @Test func theCompositorIsToldByWhatTheUserDidLast() throws {
        keyboard.enter(theatre.window)
        try theatre.hear()
        let first = theatre.compositor.serial
        keyboard.press(.a)
        try theatre.hear()
        let key = theatre.compositor.serial
        guest.copy("a")
        try theatre.hear()
        #expect(device.serial == key && key > first)
        let pointer = try #require(theatre.compositor.all(PointerDevice.self).last)
        pointer.enter(theatre.window, x: 1, y: 1)
        pointer.press(0x110)
        try theatre.hear()
        let button = theatre.compositor.serial
        try theatre.pass(WindowClipboard.gap)
        guest.copy("b")
        try theatre.hear()
        #expect(device.serial == button && button > key)
    }

    @Test func itsOwnTextDoesNotComeBack() throws {
        _ = try guestCopies("echo")
        #expect(guest.offers == 0)
        keyboard.leave(theatre.window)
        device.tell()
        keyboard.enter(theatre.window)
        try theatre.hear()
        #expect(guest.offers == 0 && guest.hasText)
        #expect(device.selections == 1)
    }

    /// Compositors tell the new selection and the old one's end in either order.
    @Test(arguments: [false, true]) func anothersSelectionTakesTheGuestsPlace(isTold: Bool) throws {
        _ = try guestCopies("old")
        let offer =
            isTold ? device.copyBeforeCancelling([Self.utf8]) : device.copy([Self.utf8])
        try theatre.hear()
        #expect(guest.offers == 1)
        #expect(theatre.compositor.all(DataSource.self).isEmpty)
        let pasted = guest.paste()
        try theatre.hear()
        try write([0x63], into: #require(offer))
        try theatre.settle()
        #expect(pasted.answers == ["c"])
    }

    @Test func aSelectionThatTheCompositorRefusesIsNone() throws {
        device.isGenerous = false
        let offer = try copied(Self.utf8)
        guest.copy("refused")
        try theatre.hear()
        #expect(theatre.compositor.all(DataSource.self).isEmpty)
        #expect(guest.offers == 2, "what others have copied is what there is")
        _ = offer
    }

    @Test func whatTheGuestLetsGoOfIsNoSelectionAnyMore() throws {
        _ = try guestCopies("short")
        try theatre.pass(WindowClipboard.gap)
        guest.release()
        try theatre.hear()
        #expect(device.selection == nil)
        #expect(theatre.compositor.all(DataSource.self).isEmpty)
    }

    @Test func aGuestThatCopiesAndCopiesChangesTheSelectionNowAndThen() throws {
        keyboard.enter(theatre.window)
        try theatre.hear()
        for number in 0..<1000 {
            guest.copy("\(number)")
            try theatre.hear()
        }
        #expect(device.selections == 1)
        try theatre.pass(WindowClipboard.gap)
        #expect(device.selections == 2)
        #expect(try paste(#require(device.selection)) == Array("999".utf8))
        #expect(theatre.compositor.all(DataSource.self).count == 1)
    }

    @Test func aLongTextIsWrittenAsItIsRead() throws {
        let text = String(repeating: "0123456789", count: 100_000)
        let source = try guestCopies(text)
        #expect(try paste(source).count == 1_000_000)
    }

    @Test(arguments: [[0xff], [UInt8](repeating: 0x78, count: ClipboardText.limit + 1)])
    func whatIsNoTextIsNothing(bytes: [UInt8]) throws {
        let source = try guestCopies("x")
        guest.text = bytes
        #expect(try paste(source).isEmpty)
    }

    @Test func whoGoesBeforeAllIsWrittenIsNoFault() throws {
        let source = try guestCopies(String(repeating: "x", count: 500_000))
        let pipe = try Pipe()
        source.send(Self.utf8, into: SharedDescriptor(try pipe.writer.duplicate()))
        let reader = pipe.takeReader()
        try theatre.hear()
        _ = consume reader
        try theatre.hear()
        #expect(try paste(source).count == 500_000, "the next gets it")
    }

    @Test func whoNeverReadsIsLetGoOf() throws {
        let source = try guestCopies(String(repeating: "x", count: 500_000))
        let pipe = try Pipe()
        source.send(Self.utf8, into: SharedDescriptor(try pipe.writer.duplicate()))
        let reader = pipe.takeReader()
        try theatre.hear()
        try theatre.pass(WindowClipboard.readerPatience)
        #expect(try read(reader).count < 500_000)
    }

    @Test func aGuestThatNeverAnswersHoldsNoMoreThanAFew() throws {
        let source = try guestCopies("x")
        guest.text = nil
        var readers: [SharedDescriptor] = []
        for _ in 0..<(WindowClipboard.writerLimit + 5) {
            let pipe = try Pipe()
            source.send(Self.utf8, into: SharedDescriptor(try pipe.writer.duplicate()))
            readers.append(SharedDescriptor(pipe.takeReader()))
        }
        try theatre.hear()
        #expect(guest.reads == WindowClipboard.writerLimit)
        // Those that are too many see the end at once.
        #expect(try read(#require(readers.last).descriptor).isEmpty)
    }

    @Test func aFileThatCannotBeWaitedForIsClosed() throws {
        let source = try guestCopies("x")
        let file = try OwnedDescriptor.sealedMemory("file", size: 1)
        source.send(Self.utf8, into: SharedDescriptor(try file.duplicate()))
        try theatre.hear()
        #expect(try file.read(count: 1, at: 0) == [0])
        #expect(try paste(source) == [0x78])
    }

    @Test func theSelectionEndsWithTheWindow() throws {
        let source = try guestCopies("x")
        theatre.presenter?.end(.closed)
        try theatre.hear()
        #expect(!source.isAlive)
        guest.copy("y")
        try theatre.hear()
        #expect(device.selection == nil)
    }
}
