import Input
import Planes
import Testing

@testable import QMP

/// Proves what the monitor is asked, word for word.
@Suite struct CommandTests {
    private func text(_ event: GuestInput) -> String? {
        Command.input(event).text.map { text in
            String(
                text.dropFirst(#"{"execute":"input-send-event","arguments":{"events":["#.count)
                    .dropLast("]}}\n".count))
        }
    }

    @Test func everyLineIsJSON() throws {
        let point = ScreenPoint(x: 1, y: 2, screen: Size(width: 3, height: 4))
        for command: Command in [
            .capabilities, .mice, .input(.key(30, isPressed: true)), .input(.button(.left, isPressed: false)),
            .input(.position(point)), .input(.motion(x: -1, y: 2)),
        ] {
            let line = try #require(command.text)
            #expect(line.last == "\n" && line.count { $0 == "\n" } == 1)
            #expect(try JSONReader.read([UInt8](line.utf8))["execute"] != nil)
        }
    }

    @Test func keysAndButtons() {
        #expect(
            text(.key(103, isPressed: true))
                == #"{"type":"key","data":{"key":{"type":"number","data":200},"down":true}}"#)
        #expect(text(.key(84, isPressed: true)) == nil)
        #expect(
            PointerButton.allCases.map { text(.button($0, isPressed: false)) ?? "" }
                == [
                    "left", "middle", "right", "wheel-up", "wheel-down", "side", "extra", "wheel-left",
                    "wheel-right",
                ].map { #"{"type":"btn","data":{"button":"\#($0)","down":false}}"# })
    }

    @Test func motions() {
        #expect(
            text(.motion(x: -3, y: 4))
                == #"{"type":"rel","data":{"axis":"x","value":-3}},{"type":"rel","data":{"axis":"y","value":4}}"#
        )
        let point = ScreenPoint(x: 0, y: 767, screen: Size(width: 1024, height: 768))
        #expect(
            text(.position(point))
                == #"{"type":"abs","data":{"axis":"x","value":16}},{"type":"abs","data":{"axis":"y","value":32746}}"#
        )
    }

    @Test(arguments: [1, 2, 7, 640, 1023, 1920, 16384] as [Int32])
    func everyPixelIsMet(size: Int32) {
        for pixel in 0..<size {
            let value = Command.scaled(pixel, of: size)
            #expect((0...0x7fff).contains(value))
            guard Int64(value) * Int64(size) / 0x8000 == Int64(pixel) else {
                Issue.record("pixel \(pixel) of \(size) is told as \(value)")
                return
            }
        }
    }

    @Test func noPlaceIsBeyondTheScreen() {
        #expect(Command.scaled(-5, of: 640) == Command.scaled(0, of: 640))
        #expect(Command.scaled(.max, of: 640) == Command.scaled(639, of: 640))
        #expect((0...0x7fff).contains(Command.scaled(5, of: 0)))
    }
}
