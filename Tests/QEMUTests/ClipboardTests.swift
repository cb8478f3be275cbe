import Descriptors
import Input
import Planes
import Testing

@testable import QEMU

/// Proves that the clipboard speaks with QEMU as QEMU has it, and that a QEMU that means harm does none.
@Suite struct ClipboardTests {
    let meeting: Meeting
    let qemu: FakeQEMU
    let source: QEMUSource
    let clipboard: MachineClipboard
    let host: ClipboardHost
    let changes = Box(0)

    final class Box<Value> {
        var value: Value
        init(_ value: Value) { self.value = value }
    }

    static let text = ClipboardText.mediaType

    init() throws {
        let encounter = try Encounter()
        (meeting, qemu) = (encounter.meeting, encounter.qemu)
        source = try encounter.open()
        host = try #require(qemu.clipboard)
        clipboard = MachineClipboard(source.console)
        clipboard.onChange = { [changes] in changes.value += 1 }
    }

    func run(until isDone: () -> Bool) throws {
        let deadline = Instant.now + .seconds(20)
        while !isDone() {
            try #require(.now < deadline, "it does not come to pass: \(host.calls)")
            try meeting.loop.turn(timeout: 50)
        }
    }

    func start() throws {
        clipboard.start()
        try run { host.calls == ["Register"] }
        // Its answer comes before this one's.
        try call("Register")
    }

    /// QEMU calls the viewer.
    @discardableResult
    func call(
        _ member: String, of interface: String = Names.clipboard, at path: String = Names.clipboardPath,
        _ arguments: (BusMessage) throws(BusError) -> Void = { (_) throws(BusError) in }
    ) throws -> BusMessage {
        try #require(qemu.connection).call(member, of: interface, at: path, arguments)
    }

    func isRefused(
        _ member: String, of interface: String = Names.clipboard, at path: String = Names.clipboardPath,
        _ arguments: (BusMessage) throws(BusError) -> Void = { (_) throws(BusError) in }
    ) throws -> Bool {
        try #require(qemu.connection).isRefused(member, of: interface, at: path, arguments)
    }

    func grab(_ number: UInt32, selection: UInt32 = 0, _ types: [String] = [text]) throws {
        try call("Grab") { (call) throws(BusError) in
            try append(call, [selection, number])
            try call.append(types)
        }
    }

    func request(_ types: [String] = [text], selection: UInt32 = 0) throws -> String {
        let answer = try call("Request") { (call) throws(BusError) in
            try call.append(selection)
            try call.append(types)
        }
        #expect(answer.signature == "say")
        #expect(try answer.readString() == Self.text)
        return try answer.readBytes { (bytes) throws(Never) in
            unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
        }.get()
    }

    func offer(_ text: String?) {
        clipboard.offer { then in then(text.flatMap { ClipboardText(Array($0.utf8)) }) }
    }

    // MARK: Taking part

    @Test func nothingIsSaidBeforeTheWindowIsThere() throws {
        for _ in 0..<5 { try meeting.loop.turn(timeout: 1) }
        #expect(host.calls.isEmpty)
        #expect(try isRefused("Register"))
        try start()
        clipboard.finish()
        #expect(host.calls == ["Register", "Unregister"])
        #expect(try isRefused("Register"))
        clipboard.start()
        try run { host.calls.last == "Register" }
    }

    /// QEMU makes a proxy of the viewer's object while it registers it, and waits for its properties.
    @Test func thePropertiesAreAnsweredMeanwhile() throws {
        host.silent = ["Register"]
        clipboard.start()
        try run { !host.waiting.isEmpty }
        let answer = try call("GetAll", of: Names.properties) { (call) throws(BusError) in
            try call.append(Names.clipboard)
        }
        #expect(answer.signature == "a{sv}")
    }

    /// Without a message bus QEMU does not see that a viewer was killed.
    @Test func aViewerOfYesterdayIsPutOut() throws {
        host.refused = ["Register"]
        clipboard.start()
        try run { host.calls.count == 3 }
        #expect(host.calls == ["Register", "Unregister", "Register"])
        offer("x")
        try run { host.calls.last == "Grab 0 0 \(Self.text)" }
    }

    @Test func whoIsRefusedTriesAgainWhenThereIsSomething() throws {
        host.refused = ["Register", "Unregister"]
        clipboard.start()
        try run { host.calls.count == 3 }
        for _ in 0..<5 { try meeting.loop.turn(timeout: 1) }
        #expect(host.calls.count == 3)
        host.refused = []
        offer("x")
        try run { host.calls.last == "Grab 0 0 \(Self.text)" }
    }

    @Test func aQEMUWithoutAClipboardIsLeftAlone() throws {
        qemu.clipboard = nil
        clipboard.start()
        offer("x")
        offer(nil)
        for _ in 0..<20 { try meeting.loop.turn(timeout: 1) }
        #expect(changes.value == 0 && !source.console.connection.isClosed)
    }

    @Test func theEndIsNotHeldUpBySilence() throws {
        try start()
        host.silent = ["Unregister"]
        let before = Instant.now
        clipboard.finish()
        #expect(host.calls.last == "Unregister")
        #expect(Instant.now - before < .seconds(5))
    }

    @Test func aMachineThatEndsTakesItsTextWithIt() throws {
        try start()
        try grab(0)
        #expect(clipboard.hasText)
        qemu.die()
        try run { !clipboard.hasText }
        #expect(changes.value == 2)
        var answers: [ClipboardText?] = []
        clipboard.read { answers.append($0) }
        #expect(answers == [nil])
        clipboard.finish()
    }

    @Test func whoeverElseIsOnTheBusIsRefused() throws {
        // On a message bus messages have senders. Here none has, and QEMU is called by a name.
        let loop = try EventLoop()
        let pair = try SocketPair()
        let theirs = try pair.second.duplicate()
        let connection = try BusConnection(Bus(on: pair.takeFirst()), in: loop)
        let qemu = try BusConnection(Bus(on: theirs, isServer: true), in: loop)
        qemu.onMessage = { message in
            qemu.answer(message) { (reply) throws(BusError) in
                if message.member == "GetAll" { try reply.append("a", "{sv}") { () throws(BusError) in } }
            }
        }
        let machine = try Machine(connection, ":1.5", until: .now + .seconds(10))
        let clipboard = MachineClipboard(DisplayConsole(0, of: machine))
        clipboard.start()
        let message = try qemu.makeCall(nil, Names.clipboardPath, Names.clipboard, "Register")
        #expect(throws: BusError.self) { try qemu.ask(message, until: .now + .seconds(10)) }
        qemu.onMessage = nil
    }

    // MARK: Harm

    @Test func aFloodOfGrabsHoldsNobodyUp() throws {
        try start()
        let connection = try #require(qemu.connection)
        let answered = Box(0)
        for number in 0..<5_000 as Range<UInt32> {
            let message = try connection.makeCall(nil, Names.clipboardPath, Names.clipboard, "Grab") {
                (call) throws(BusError) in
                try append(call, [0, number])
                try call.append([Self.text])
            }
            connection.call(message, within: .seconds(60)) { _ in answered.value += 1 }
        }
        var turns = 0
        try run {
            turns += 1
            return answered.value == 5_000
        }
        #expect(turns > 20)
        #expect(clipboard.hasText)
    }

    @Test func callsThatMakeNoSenseAreRefused() throws {
        try start()
        #expect(try isRefused("Grab"))
        #expect(
            try isRefused("Grab") { (call) throws(BusError) in
                try call.append("0")
                try call.append(UInt32(0))
                try call.append([Self.text])
            })
        #expect(
            try isRefused("Grab") { (call) throws(BusError) in
                try append(call, [0, 0] as [UInt32])
                try call.append([String](repeating: "x", count: 100_000))
            })
        #expect(try isRefused("Request") { (call) throws(BusError) in try call.append(UInt32(0)) })
        #expect(try isRefused("Explode"))
        #expect(try isRefused("Grab", at: "/org/qemu/Display1/Elsewhere"))
        #expect(try isRefused("Grab", of: "org.qemu.Display1.Elsewhere"))
        #expect(!clipboard.hasText && changes.value == 0)
        try grab(0)
        #expect(clipboard.hasText)
    }
}
