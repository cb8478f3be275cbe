import Testing

@testable import Demo

/// Proves that the command line's text becomes options, and that a mistake is answered with what may be written.
@Suite struct DemoOptionsTests {
    @Test(arguments: ["", ":"])
    func nothingMeansTheDefaults(text: String) throws {
        #expect(try DemoOptions(parsing: text) == DemoOptions())
    }

    @Test func everyKeyIsRead() throws {
        let options = try DemoOptions(parsing: ":size=640x480,buffers=3,rate=0,backing=memfd,cursor=off")
        #expect(options.width == 640)
        #expect(options.height == 480)
        #expect(options.buffers == 3)
        #expect(options.rate == 0)
        #expect(options.backing == .memfd)
        #expect(!options.hasCursor)
        #expect(try DemoOptions(parsing: ":backing=udmabuf").backing == .udmabuf)
        #expect(try DemoOptions(parsing: ":backing=heap").backing == .heap)
        #expect(try DemoOptions(parsing: ":card=/dev/dri/card0").backing == .card("/dev/dri/card0"))
        #expect(try DemoOptions(parsing: ":cursor=off,cursor=on").hasCursor)
    }

    @Test func anUnknownKeyIsAnsweredWithTheKeys() {
        #expect(throws: DemoError.unknownKey("colour")) { try DemoOptions(parsing: ":colour=red") }
        let message = "\(DemoError.unknownKey("colour"))"
        for key in ["size", "buffers", "rate", "backing", "card", "cursor"] { #expect(message.contains(key)) }
    }

    @Test(arguments: [
        "size=640", "size=640x", "size=63x480", "size=640x16385", "size=1x2x3", "size=x", "size=axb",
        "buffers=0",
        "buffers=65", "rate=-1", "rate=1001", "rate", "backing=gold", "card=", "cursor=maybe",
    ])
    func aBadValueIsNamed(part: String) throws {
        let error = #expect(throws: DemoError.self) { try DemoOptions(parsing: ":" + part) }
        guard case .badValue(let key, let value, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(part == key + "=" + value || part == key)
    }

    @Test func aCardIsABacking() {
        #expect(throws: DemoError.cardAndBacking) {
            try DemoOptions(parsing: ":card=/dev/dri/card0,backing=memfd")
        }
    }

    @Test func anotherNameIsNotTheDemo() {
        #expect(throws: DemoError.notOptions("nstration")) { try DemoOptions(parsing: "nstration") }
    }
}
