import QMP
import Testing

/// Proves that the reader takes JSON, and nothing else, and that nothing makes it go on for ever.
@Suite struct JSONReaderTests {
    private func read(_ text: String) throws(JSONError) -> JSONValue {
        try JSONReader.read([UInt8](text.utf8))
    }

    @Test(arguments: [
        ("null", JSONValue.null), (" true\n", .bool(true)), ("false", .bool(false)), ("0", .number(0)),
        ("-12.5e2", .number(-1250)), ("1E+2", .number(100)), (#""""#, .string("")),
        (#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é""#, .string("a\"\\/\u{8}\u{c}\n\r\té😀é")),
        ("[]", .array([])), ("[1, [ ] ,\"x\"]", .array([.number(1), .array([]), .string("x")])),
        ("{}", .object([])),
    ])
    func aValueIsRead(text: String, value: JSONValue) throws {
        #expect(try read(text) == value)
    }

    @Test func membersAreFound() throws {
        let value = try read(#"{"a": {"b": [true, "x"]}, "a": 1, "n": null}"#)
        #expect(value["a"]?["b"]?.array?.first?.bool == true)
        #expect(value["a"]?["b"]?.array?.last?.string == "x")
        #expect(value["n"] == .null && value["absent"] == nil)
        #expect(JSONValue.number(1)["a"] == nil && JSONValue.null.string == nil && JSONValue.null.bool == nil)
    }

    @Test(arguments: [
        "", " ", "nul", "truex", "+1", "01", "1.", ".5", "1e", "-", "1e999", "[", "[1", "[1,", "[1,]",
        "[1 2]", "{",
        #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, "{1:2}", "{\"a\":1 \"b\":2}", "\"", "\"\\", #""\x""#, #""\u12""#,
        #""\u12g4""#, #""\ud800""#, #""\udc00""#, #""\ud800\u0041""#, "\"\n\"", "'a'", "[1]]", "1 2", "nan",
    ])
    func whatIsNoJSONIsAnError(text: String) {
        #expect(throws: JSONError.self) { try read(text) }
    }

    @Test func bytesThatAreNoTextAreAnError() {
        #expect(throws: JSONError.self) { try JSONReader.read([0x22, 0xff, 0x22]) }
        #expect(throws: JSONError.self) { try JSONReader.read([0x22, 0xc3, 0x22]) }
    }

    @Test func howDeepItGoesIsLimited() throws {
        let depth = JSONReader.depthLimit
        let most = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        _ = try read(most)
        #expect(throws: JSONError.self) { try read("[" + "[" + most + "]" + "]") }
        #expect(throws: JSONError.self) { try read(String(repeating: "[", count: 1_000_000)) }
        #expect(throws: JSONError.self) { try read(String(repeating: "{\"a\":", count: 1_000_000)) }
    }

    @Test func whateverComesIsAValueOrAnError() {
        var state: UInt64 = 42
        let alphabet = Array(#"{}[]",:\u09aeftn-+. "#.utf8) + [0, 0xff, 0x80]
        for _ in 0..<20_000 {
            var bytes: [UInt8] = []
            for _ in 0..<24 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(alphabet[Int(state >> 33) % alphabet.count])
            }
            _ = try? JSONReader.read(bytes)
        }
    }
}
