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
        theatre = try Theatre.showing(with: ["wl_seat": 8, "wl_data_device_manager": 3], clipboard: guest)
        keyboard = try #require(theatre.compositor.all(KeyboardDevice.self).last)
        device = try #require(theatre.compositor.all(DataDevice.self).last)
    }

    /// Somebody in the session has copied something, and the window has the keyboard.
    func copied(_ types: String...) throws -> DataOffer {
        let offer = try #require(device.copy(types))
        keyboard.enter(theatre.window)
        try theatre.hear()
        return offer
    }

    /// The window has the keyboard, and the guest's user copies something.
    func guestCopies(_ text: String) throws -> DataSource {
        keyboard.enter(theatre.window)
        try theatre.hear()
        guest.copy(text)
        try theatre.hear()
        return try #require(device.selection)
    }

    /// Writes, and closes the pipe.
    func write(_ bytes: [UInt8], into offer: DataOffer) throws {
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
    func paste(_ source: DataSource, as type: String = utf8) throws -> [UInt8] {
        let pipe = try Pipe()
        source.send(type, into: SharedDescriptor(try pipe.writer.duplicate()))
        let reader = pipe.takeReader()
        return try read(reader)
    }

    func read(_ reader: borrowing OwnedDescriptor) throws -> [UInt8] {
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
