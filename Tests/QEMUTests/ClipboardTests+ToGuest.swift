import Descriptors
import Input
import Planes
import Testing

@testable import QEMU

/// What QEMU is told and given for its guest.
extension ClipboardTests {
    @Test func aGrabTellsAndARequestGets() throws {
        try start()
        offer("Grüße")
        try run { host.calls.last == "Grab 0 0 \(Self.text)" }
        #expect(try request() == "Grüße")
        #expect(try request(["image/png", Self.text]) == "Grüße")
        // The number is the same as long as the guest has not grabbed: an agent that comes now begins with it.
        offer("second")
        try run { host.calls.count == 3 }
        #expect(host.calls.last == "Grab 0 0 \(Self.text)")
        #expect(try request() == "second")
        clipboard.offer(nil)
        try run { host.calls.last == "Release 0" }
        #expect(throws: BusError.self) { try request() }
    }

    @Test func whatIsNotThereIsRefused() throws {
        try start()
        #expect(throws: BusError.self) { try request() }
        offer(nil)
        #expect(throws: BusError.self) { try request() }
        offer("x")
        #expect(throws: BusError.self) { try request(["text/plain"]) }
        #expect(throws: BusError.self) { try request([]) }
        #expect(throws: BusError.self) { try request(selection: 1) }
        #expect(throws: BusError.self) { try request([String](repeating: Self.text, count: 1000)) }
        #expect(try request() == "x")
    }

    @Test func oneRequestIsAnsweredAtATime() throws {
        try start()
        let receivers = Box<[GuestClipboard.Receiver]>([])
        clipboard.offer { then in receivers.value.append(then) }
        let connection = try #require(qemu.connection)
        func ask() throws -> Box<BusConnection.Answer?> {
            let message = try connection.makeCall(nil, Names.clipboardPath, Names.clipboard, "Request") {
                (call) throws(BusError) in
                try call.append(UInt32(0))
                try call.append([Self.text])
            }
            let box = Box<BusConnection.Answer?>(nil)
            connection.call(message, within: .seconds(10)) { box.value = $0 }
            return box
        }
        let first = try ask()
        let others = try (0..<100).map { _ in try ask() }
        try run { others.allSatisfy { $0.value != nil } }
        #expect(receivers.value.count == 1 && first.value == nil)
        receivers.value[0](ClipboardText([0x61]))
        try run { first.value != nil }
        #expect(try first.value?.get().signature == "say")
    }

    @Test func aSlowQEMUIsToldTheNewestAlone() throws {
        try start()
        host.silent = ["Grab", "Release"]
        for number in 0..<100 { offer("\(number)") }
        try run { !host.waiting.isEmpty }
        #expect(host.calls.count == 2)
        clipboard.offer(nil)
        host.silent = []
        try host.answerWaiting(#require(qemu.connection))
        try run { host.calls.count == 3 }
        #expect(host.calls.last == "Release 0")
    }

    /// The guest's agent has come, or was started again: it begins to count, and knows of nothing.
    @Test func anAgentThatBeginsAnewIsToldAgain() throws {
        try start()
        try grab(6)
        offer("y")
        try run { host.calls.last == "Grab 0 7 \(Self.text)" }
        try call("Register")
        try run { host.calls.count == 3 }
        #expect(host.calls.last == "Grab 0 0 \(Self.text)")
    }
}
