import QMP
import Testing

/// Proves that messages are found whole, however they are laid out and cut into pieces.
@Suite struct MessageSplitterTests {
    private func messages(_ text: String) throws(MonitorFault) -> [String] {
        var splitter = MessageSplitter()
        var messages: [String] = []
        for byte in text.utf8 {
            if let message = try splitter.add(byte) {
                messages.append(String(decoding: message, as: UTF8.self))
            }
        }
        return messages
    }

    @Test func oneAfterTheOther() throws {
        #expect(try messages("{\"a\":1}\r\n{\"b\":[{}]}{}") == ["{\"a\":1}", "{\"b\":[{}]}", "{}"])
        #expect(
            try messages("{\n    \"QMP\": {\n }\n}\n") == ["{\n    \"QMP\": {\n }\n}"], "-qmp …,pretty=on")
        #expect(try messages(#"{"a":"}\"{\\"}{}"#) == [#"{"a":"}\"{\\"}"#, "{}"])
        #expect(try messages("{\"a\":") == [])
    }

    @Test func whatIsNoObjectIsAFault() {
        for text in ["HTTP/1.1 400", "RFB 003.008\n", "[]", "}", "\"", "\0"] {
            #expect(throws: MonitorFault.notJSON) { try messages(text) }
        }
    }

    @Test func whatHasNoEndIsAFault() {
        let most = MessageSplitter.limit
        #expect(throws: MonitorFault.tooLong) {
            try messages("{\"a\":\"" + String(repeating: "x", count: most))
        }
        #expect(throws: MonitorFault.tooLong) { try messages(String(repeating: "{", count: most + 1)) }
    }
}
