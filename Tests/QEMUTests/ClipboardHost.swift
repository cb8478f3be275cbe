import Descriptors
import Input

@testable import QEMU

/// QEMU's side of the clipboard: it remembers what the viewer calls, and answers as a test says.
final class ClipboardHost {
    /// What the viewer called, such as "Grab 0 1 text/plain;charset=utf-8".
    private(set) var calls: [String] = []
    /// Calls that are refused, by their names.
    var refused: Set<String> = []
    /// Calls that are not answered.
    var silent: Set<String> = []
    /// What the guest's text is; nil refuses.
    var text: [UInt8]? = []
    var type = ClipboardText.mediaType
    /// Whether `Request` is answered with other types than it should be.
    var isOdd = false
    private(set) var waiting: [BusMessage] = []

    func take(_ message: BusMessage, _ connection: BusConnection) throws {
        var words = [message.member]
        if message.signature.hasPrefix("u") { words.append("\(try message.readUInt32())") }
        if message.signature.hasPrefix("uu") { words.append("\(try message.readUInt32())") }
        if message.signature.hasSuffix("as") { words += try message.readStrings() }
        calls.append(words.joined(separator: " "))
        if silent.contains(message.member) { return waiting.append(message) }
        if refused.contains(message.member) {
            return connection.refuse(message, Names.failed, "Clipboard peer already registered!")
        }
        if message.member == "Unregister" { refused.remove("Register") }
        if message.member == "Request" { answer(message, connection) } else { connection.answer(message) }
    }

    func answerWaiting(_ connection: BusConnection) {
        let messages = waiting
        waiting = []
        for message in messages { answer(message, connection) }
    }

    private func answer(_ message: BusMessage, _ connection: BusConnection) {
        guard message.member == "Request" else { return connection.answer(message) }
        guard let text else { return connection.refuse(message, Names.failed, "Empty clipboard") }
        connection.answer(message) { (reply) throws(BusError) in
            if isOdd { return try reply.append(UInt32(7)) }
            try reply.append(type)
            try append(reply, bytes: text)
        }
    }
}
