import Descriptors
import Glibc
import Input
import TestCompositor
import Testing

@testable import Presentation

/// Proves that text goes from the session to the guest whose window has the keyboard, and back, when somebody pastes it, and that
/// nobody waits for anybody without end.
@Suite struct ClipboardTests {
    static let utf8 = "text/plain;charset=utf-8"

    let theatre: Theatre
    let guest = RecordingClipboard()
    let keyboard: KeyboardDevice
    let device: DataDevice

    init() throws {
        signal(SIGPIPE, SIG_IGN)
        let compositor = TestCompositor(
            globals: TestCompositor.everything.merging(["wl_seat": 8, "wl_data_device_manager": 3]) { $1 })
        let source = ScriptedSource()
        source.show(1)
        let theatre = try Theatre(compositor, source, clipboard: guest)
        try theatre.poll { theatre.layers.count == 2 }
        self.theatre = theatre
        keyboard = try #require(compositor.all(KeyboardDevice.self).last)
        device = try #require(compositor.all(DataDevice.self).last)
    }

    /// Somebody in the session has copied something, and the window has the keyboard.
    private func copied(_ types: String...) throws -> DataOffer {
        let offer = try #require(device.copy(types))
        keyboard.enter(theatre.window)
        try theatre.hear()
        return offer
    }

    /// The window has the keyboard, and the guest's user copies something.
    private func guestCopies(_ text: String) throws -> DataSource {
        keyboard.enter(theatre.window)
        try theatre.hear()
        guest.copy(text)
        try theatre.hear()
        return try #require(device.selection)
    }

    /// Writes, and closes the pipe.
    private func write(_ bytes: [UInt8], into offer: DataOffer) throws {
        try #require(!offer.receivers.isEmpty)
        let pipe = offer.takeReceiver()
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(pipe.descriptor.rawValue, $0.baseAddress, min($0.count, 4096))
            }
            try #require(count > 0)
            rest = rest.dropFirst(count)
            try theatre.settle()
        }
    }

    /// Pastes into a pipe, and reads it to its end.
    private func paste(_ source: DataSource, as type: String = utf8) throws -> [UInt8] {
        let pipe = try Pipe()
        source.send(type, into: SharedDescriptor(try pipe.writer.duplicate()))
        let reader = pipe.takeReader()
        return try read(reader)
    }

    private func read(_ reader: borrowing OwnedDescriptor) throws -> [UInt8] {
        try reader.neverWait()
        var bytes: [UInt8] = []
        for _ in 0..<10_000 {
            try theatre.hear()
            let number = reader.rawValue
            var buffer = [UInt8](repeating: 0, count: 65536)
            let count = unsafe Glibc.read(number, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count > 0 { bytes += buffer[..<count] }
        }
        throw SystemError(call: "read", errno: ETIMEDOUT)
    }

    // MARK: To the guest

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

    // MARK: From the guest

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

    // MARK: Besides

    @Test func whatIsDraggedOverTheWindowIsNothing() throws {
        _ = try copied(Self.utf8)
        device.drag([Self.utf8], over: theatre.window)
        try theatre.hear()
        #expect(guest.offers == 1)
        #expect(theatre.compositor.all(DataOffer.self).count == 1)
    }

    @Test func twoGuestsPasteEachOthers() throws {
        let other = RecordingClipboard()
        let source = ScriptedSource()
        source.show(1)
        let presenter = try theatre.open(source, clipboard: other)
        let second = try #require(theatre.compositor.all(Toplevel.self).last?.xdgSurface?.surface)
        _ = try guestCopies("from the first")
        keyboard.leave(theatre.window)
        keyboard.enter(second)
        try theatre.hear()
        #expect(other.offers == 1 && guest.offers == 0)
        #expect(other.paste().answers == ["from the first"])
        // One that does not answer is not waited for.
        guest.text = nil
        let pasted = other.paste()
        try theatre.pass(WindowClipboard.patience)
        #expect(pasted.answers == [nil])
        keyboard.leave(second)
        try theatre.hear()
        #expect(other.paste().answers == [nil])
        withExtendedLifetime(presenter) {}
    }

    @Test(arguments: [0, 1] as [UInt32]) func aCompositorWithoutClipboardsIsLeftAlone(version: UInt32) throws
    {
        var globals = TestCompositor.everything.merging(["wl_seat": 8]) { $1 }
        if version > 0 { globals["wl_data_device_manager"] = version }
        let compositor = TestCompositor(globals: globals)
        let theatre = try Theatre(compositor, clipboard: guest)
        let keyboard = try #require(compositor.all(KeyboardDevice.self).last)
        keyboard.enter(theatre.window)
        guest.copy("x")
        try theatre.hear()
        #expect(theatre.reports.isEmpty && theatre.ends.isEmpty)
        #expect(!compositor.log.contains { $0.contains("wl_data_device") })
    }

    @Test func aWindowWithoutAClipboardAsksForNone() throws {
        let compositor = TestCompositor(
            globals: TestCompositor.everything.merging(["wl_seat": 8, "wl_data_device_manager": 3]) { $1 })
        let theatre = try Theatre(compositor)
        try theatre.hear()
        #expect(!compositor.log.contains { $0.contains("wl_data_device") })
    }

    @Test func aSeatThatComesLaterHasItsOwn() throws {
        theatre.compositor.addGlobal("wl_seat", version: 8)
        try theatre.hear()
        let devices = theatre.compositor.all(DataDevice.self)
        try #require(devices.count == 2)
        try #require(theatre.compositor.all(KeyboardDevice.self).last).enter(theatre.window)
        try theatre.hear()
        guest.copy("x")
        try theatre.hear()
        #expect(devices.map(\.selections) == [0, 1])
        theatre.compositor.removeGlobal("wl_seat")
        try theatre.hear()
        #expect(theatre.compositor.all(DataDevice.self).isEmpty)
    }
}
