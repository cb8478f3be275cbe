import Descriptors
import Glibc
import Input
import Planes
import QMP
import Testing

/// Proves how the monitor is talked to, and that none of its faults hangs or stops the program.
@Suite struct QMPInputTests {
    /// An input and its monitor, in one thread and simulated time.
    private final class Stage {
        final class Clock { var now = Instant.now }
        final class Log { var lines: [String] = [] }

        let clock = Clock()
        let log = Log()
        let monitor: FakeMonitor
        let loop: EventLoop
        let input: QMPInput
        private(set) var changes = 0

        init() throws {
            monitor = try FakeMonitor()
            loop = try EventLoop { [clock] in clock.now }
            input = try QMPInput(monitor.path, in: loop) { [log] in log.lines.append($0) }
            try monitor.accept()
            input.onChange = { [unowned self] in changes += 1 }
        }

        /// Lets the input do what is to be done; what the monitor hears of it.
        @discardableResult
        func act() throws -> [String] {
            for _ in 0..<4 { try loop.turn(timeout: 0) }
            return try monitor.heard()
        }

        /// Says something, and hears what is said to it.
        @discardableResult
        func say(_ text: String) throws -> [String] {
            try monitor.say(text)
            return try act()
        }

        func pass(_ span: Instant.Span) throws {
            clock.now = clock.now + span
            try loop.turn(timeout: 0)
        }

        /// Goes through the beginning.
        func begin(_ mice: String = FakeMonitor.tablet) throws {
            try #require(try act() == [])
            try #require(try say(FakeMonitor.greeting) == [#"{"execute":"qmp_capabilities"}"#])
            try #require(try say(FakeMonitor.done) == [#"{"execute":"query-mice"}"#])
            try #require(try say(mice) == [])
        }
    }

    private static func point(_ x: Int32) -> GuestInput {
        .position(ScreenPoint(x: x, y: 0, screen: Size(width: 640, height: 480)))
    }

    private static let mice = #"{"execute":"query-mice"}"#

    @Test func nothingIsSaidBeforeTheGreetingAndOneThingAtATime() throws {
        let stage = try Stage()
        stage.input.send(.key(30, isPressed: true))
        #expect(stage.input.pointing == .none)
        try stage.begin()
        #expect(stage.input.pointing == .absolute && stage.changes == 1)
        #expect(stage.log.lines.count == 1, "what goes on is said once")
        stage.input.send(.key(30, isPressed: true))
        stage.input.send(.key(30, isPressed: false))
        let first = try stage.act()
        #expect(first.count == 1 && first[0].contains(#""data":30},"down":true"#))
        #expect(
            try stage.say(#"{"timestamp": {"seconds": 1}, "event": "RESUME"}"#) == [], "that is no answer")
        let second = try stage.say(FakeMonitor.done)
        #expect(second.count == 1 && second[0].contains(#""data":30},"down":false"#))
        #expect(try stage.say(FakeMonitor.done) == [])
    }

    @Test func motionsThatWaitAreOne() throws {
        let stage = try Stage()
        try stage.begin()
        for x in 0..<100 as Range<Int32> { stage.input.send(Self.point(x)) }
        stage.input.send(.button(.left, isPressed: true))
        #expect(try stage.act().count == 1)
        let last = try stage.say(FakeMonitor.done)
        #expect(last.count == 1 && last[0].contains(#""axis":"x","value":5094"#), "\(last)")
        #expect(try stage.say(FakeMonitor.done).first?.contains(#""button":"left","down":true"#) == true)
    }

    @Test func whichPointerThereIsIsAskedAgainWhileItIsUsed() throws {
        let stage = try Stage()
        try stage.begin(FakeMonitor.mouse)
        #expect(stage.input.pointing == .relative)
        stage.input.send(.motion(x: 1, y: 1))
        #expect(try stage.act().first?.contains("input-send-event") == true)
        try stage.say(FakeMonitor.done)
        try stage.pass(.seconds(2))
        #expect(try stage.act() == [], "nobody moves it")
        stage.input.send(.motion(x: 1, y: 1))
        #expect(try stage.act() == [Self.mice])
        #expect(try stage.say(FakeMonitor.tablet).first?.contains("input-send-event") == true)
        #expect(stage.input.pointing == .absolute && stage.changes == 2)
        try stage.say(FakeMonitor.done)
        stage.input.refresh()
        #expect(try stage.act() == [Self.mice])
        try stage.say(#"{"return": []}"#)
        #expect(stage.input.pointing == .none)
    }

    @Test func aRefusalIsToldOnceAndThePointerAskedFor() throws {
        let stage = try Stage()
        try stage.begin()
        let refusal = #"{"error": {"class": "GenericError", "desc": "Input handler not found"}}"#
        for _ in 0..<3 {
            stage.input.send(Self.point(5))
            try stage.act()
            #expect(try stage.say(refusal) == [Self.mice])
            try stage.say(FakeMonitor.tablet)
        }
        #expect(stage.log.lines.count { $0.contains("Input handler not found") } == 1)
    }

    @Test func keysThatTheMonitorDoesNotKnowAreLeftOut() throws {
        let stage = try Stage()
        try stage.begin()
        stage.input.send(.key(240, isPressed: true))
        stage.input.send(.key(30, isPressed: true))
        #expect(try stage.act().first?.contains(#""data":30}"#) == true)
    }

    @Test(arguments: [
        ("RFB 003.008", "no JSON"), (#"{"return": {}}"#, "does not answer as a monitor does"),
        (#"{"hello": 1}"#, "does not answer as a monitor does"), (#"{"a":"\x"}"#, "no JSON"),
        ("{]}", "no JSON"),
        (
            "{\"a\":" + String(repeating: "[", count: 100) + String(repeating: "]", count: 100) + "}",
            "no JSON"
        ),
    ])
    func whatIsNoMonitorIsLeft(greeting: String, reason: String) throws {
        let stage = try Stage()
        try stage.say(greeting)
        #expect(stage.log.lines.count == 1 && stage.log.lines[0].contains(reason), "\(stage.log.lines)")
        stage.input.send(.key(30, isPressed: true))
        stage.input.refresh()
        stage.input.finish()
    }

    @Test func aMonitorThatRefusesCommandsIsLeft() throws {
        let stage = try Stage()
        try stage.say(FakeMonitor.greeting)
        try stage.say(#"{"error": {"class": "GenericError", "desc": "not today"}}"#)
        #expect(stage.log.lines.last?.contains("takes no commands: not today") == true)
    }

    @Test func anAnswerThatNobodyAskedForIsAFault() throws {
        let stage = try Stage()
        try stage.begin()
        try stage.say(FakeMonitor.done)
        #expect(stage.log.lines.last?.contains("does not answer as a monitor does") == true)
        #expect(stage.input.pointing == .none)
    }

    @Test func aMessageWithoutEndIsAFault() throws {
        let stage = try Stage()
        try stage.monitor.write([UInt8]("{\"QMP\": \"".utf8))
        let piece = [UInt8](repeating: 0x78, count: 65536)
        for _ in 0..<10_000 where stage.log.lines.isEmpty {
            _ = try? stage.monitor.write(piece)
            try stage.loop.turn(timeout: 0)
        }
        #expect(stage.log.lines.first?.contains("more than 1 MiB") == true)
    }

    @Test func aMonitorThatComesInPiecesIsUnderstood() throws {
        let stage = try Stage()
        for byte in (FakeMonitor.greeting + "\r\n").utf8 {
            try stage.monitor.write([byte])
            try stage.loop.turn(timeout: 0)
        }
        #expect(try stage.act() == [#"{"execute":"qmp_capabilities"}"#])
    }

    @Test func aMonitorThatIsSilentIsToldOfOnceAndMayAnswerYet() throws {
        let stage = try Stage()
        try stage.pass(.milliseconds(4900))
        #expect(stage.log.lines == [])
        try stage.pass(.milliseconds(200))
        #expect(stage.log.lines.count == 1 && stage.log.lines[0].contains("does not answer"))
        try stage.pass(.seconds(60))
        #expect(stage.log.lines.count == 1)
        try stage.begin()
        #expect(stage.log.lines.count == 2 && stage.log.lines[1].contains("keyboard and pointer go"))
        // Under traffic nobody is silent.
        for number in 0..<20 {
            stage.input.send(.key(30, isPressed: number % 2 == 0))
            try stage.act()
            try stage.pass(.seconds(4))
            for answer in [FakeMonitor.tablet, FakeMonitor.done]
            where number > 0 || answer == FakeMonitor.done {
                try stage.say(answer)
            }
        }
        #expect(stage.log.lines.count == 2, "\(stage.log.lines)")
        stage.input.send(.key(31, isPressed: true))
        try stage.act()
        try stage.pass(.seconds(6))
        #expect(stage.log.lines.count == 3)
    }

    @Test func aMonitorThatHangsCostsABoundedQueueAndNoTime() throws {
        let stage = try Stage()
        try stage.begin()
        for number in 0..<100_000 as Range<UInt32> {
            stage.input.send(.key(2 + number % 50, isPressed: number / 50 % 2 == 0))
        }
        #expect(try stage.act().count == 1)
        stage.input.finish()
        #expect(try stage.act() == [])
    }

    @Test func aMonitorThatGoesIsFoundAgainAndToldToReleaseWhatItHolds() throws {
        let stage = try Stage()
        try stage.begin()
        stage.input.send(.key(42, isPressed: true))
        try stage.act()
        try stage.say(FakeMonitor.done)
        stage.monitor.die()
        try stage.act()
        #expect(stage.log.lines.last?.contains("is gone") == true)
        #expect(stage.input.pointing == .none && stage.changes == 2)
        stage.input.send(.key(30, isPressed: true))
        try stage.pass(.seconds(1))
        try stage.pass(.seconds(1))
        #expect(stage.log.lines.count == 2, "that it is still away is nothing new")
        try stage.monitor.listen()
        try stage.pass(.seconds(1))
        try stage.monitor.accept()
        try stage.act()
        #expect(try stage.say(FakeMonitor.greeting) == [#"{"execute":"qmp_capabilities"}"#])
        try stage.say(FakeMonitor.done)
        let first = try stage.say(FakeMonitor.tablet)
        #expect(first.count == 1 && first[0].contains(#""data":42},"down":false"#), "\(first)")
        #expect(try stage.say(FakeMonitor.done) == [], "what was pressed meanwhile is lost")
        #expect(stage.log.lines.count == 3)
    }

    @Test func whatIsQueuedGoesBeforeTheEnd() throws {
        let stage = try Stage()
        try stage.begin()
        let clock = Instant.now
        stage.input.send(.key(29, isPressed: true))
        stage.input.send(.key(29, isPressed: false))
        // The answer to the first is there already.
        try stage.monitor.say(FakeMonitor.done)
        stage.input.finish()
        let heard = try stage.monitor.heard()
        #expect(heard.count == 2 && heard[1].contains(#""down":false"#))
        #expect(Instant.now - clock < .seconds(60), "it ends although nobody answers the second")
    }

    @Test func nobodyAtTheSocketIsAnError() throws {
        let loop = try EventLoop()
        #expect(throws: SystemError.self) { try QMPInput("/nonexistent/monitor", in: loop) { _ in } }
        do throws(SystemError) {
            _ = try QMPInput(String(repeating: "x", count: 200), in: loop) { _ in }
            Issue.record("a path too long was taken")
        } catch {
            #expect(error.errno == ENAMETOOLONG)
        }
    }
}
