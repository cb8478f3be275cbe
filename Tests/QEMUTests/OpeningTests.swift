import Descriptors
import Planes
import Testing

@testable import QEMU

/// Meeting a machine, choosing its console, and what becomes of it.
@Suite struct OpeningTests {
    @Test func theFirstGraphicConsoleIsShown() throws {
        let encounter = try Encounter()
        let source = try encounter.open()
        #expect(source.name == "guest, console 1")
        #expect(source.console.number == 1)
        #expect(!source.isPolled)
        #expect(try source.snapshot() == Snapshot())
        #expect(encounter.qemu.calls == ["GetAll", "GetAll", "GetAll", "RegisterListener"])

        let host = try #require(encounter.qemu.host)
        try host.call("Scanout") { (call) throws(BusError) in
            try append(call, [1, 1, 4, Viewing.xrgb])
            try append(call, pixels: [3])
        }
        guard case .shown(let plane) = try source.snapshot().primary else {
            Issue.record("nothing is shown")
            return
        }
        let memory = HeldMemory(try source.memory(of: plane), plane.layout)
        #expect(memory.isReadable)
        source.release(plane.identity)
    }

    @Test func aConsoleCanBeNamed() throws {
        #expect(try Encounter().open("qmp:x#0").console.number == 0)
        #expect(throws: QEMUError.noConsole(2, machine: "guest", others: [0, 1])) {
            _ = try Encounter().open("qmp:x#2")
        }
        let encounter = try Encounter()
        encounter.qemu.machine["ConsoleIDs"] = .numbers([0])
        #expect(throws: QEMUError.noGraphicConsole(machine: "guest")) { _ = try encounter.open() }
    }

    @Test func whatIsSaidOfAMachineIsReported() throws {
        let encounter = try Encounter()
        encounter.qemu.machine["Name"] = .string("a\u{1b}[2Jb")
        let machine = try encounter.meeting.choose(.qmp("x"))
        let report = machine.report(until: encounter.meeting.deadline)
        #expect(report.machine.name == "a\u{fffd}[2Jb")
        #expect(report.machine.uuid == "6a52cbd1-4f4d-4f67-9ad6-0c5ab3bd4e9a")
        #expect(report.consoles.map(\.label) == ["serial0", "VGA"])
        #expect(report.consoles.map(\.isGraphic) == [false, true])
        #expect(report.consoles.last?.width == 800)
        #expect(report.consoles.last?.device == "pci/0000/02.0")
    }

    /// Values of other types than they should have, or none.
    @Test func propertiesAreNotTrusted() throws {
        let encounter = try Encounter()
        encounter.qemu.machine = [
            "Name": .numbers([1]), "UUID": .odd, "ConsoleIDs": .numbers([7]), "Interfaces": .string(""),
        ]
        let machine = try encounter.meeting.choose(.qmp("x"))
        #expect(machine.properties.name == "QEMU")
        #expect(machine.properties.uuid == nil)
        // It names a console that it does not know.
        #expect(throws: QEMUError.self) { _ = try encounter.open() }

        let many = try Encounter()
        many.qemu.machine["ConsoleIDs"] = .numbers([UInt32](repeating: 1, count: 300))
        #expect(throws: QEMUError.self) { _ = try many.open() }
    }

    @Test(arguments: 0...3) func oneThatDiesMeanwhileIsNoMachine(_ step: Int) throws {
        let encounter = try Encounter()
        encounter.qemu.diesAfter = step
        #expect(throws: QEMUError.self) { _ = try encounter.open() }
    }

    @Test(arguments: 0...3) func oneThatFallsSilentIsNotWaitedFor(_ step: Int) throws {
        let encounter = try Encounter(patience: .milliseconds(150))
        encounter.qemu.silentAfter = step
        #expect(throws: QEMUError.silent(step == 0 ? "QEMU" : "guest")) { _ = try encounter.open() }
    }

    /// One that does not even speak D-Bus.
    @Test func oneThatSaysNothingAtAllIsNotWaitedFor() throws {
        let pair = try SocketPair()
        let theirs = try pair.second.duplicate()
        let meeting = try Meeting(through: pair.takeFirst(), until: .now + .milliseconds(150))
        #expect(throws: QEMUError.silent("QEMU")) { _ = try meeting.choose(.qmp("x")) }
        withExtendedLifetime(theirs.rawValue) {}
    }

    @Test func theEndIsALoss() throws {
        let encounter = try Encounter()
        let source = try encounter.open()
        encounter.qemu.die()
        #expect(
            throws: SourceError.lost(
                "guest, console 1: the virtual machine has ended, or has closed its display, "
                    + "or another viewer has taken this one's place")
        ) {
            for _ in 0..<100 { try source.receive() }
        }
        #expect(throws: SourceError.self) { _ = try source.snapshot() }
        try source.plug(Monitor(size: Size(width: 1, height: 1)))
    }

    /// The end of a viewer that was there before.
    @Test func whomTheMachineForgetsRegistersAgain() throws {
        let encounter = try Encounter()
        let source = try encounter.open()
        encounter.qemu.forget()
        for _ in 0..<400 where encounter.qemu.host == nil {
            try source.receive()
            try encounter.meeting.loop.turn(timeout: 10)
        }
        try #require(encounter.qemu.host).call("Scanout") { (call) throws(BusError) in
            try append(call, [1, 1, 4, Viewing.xrgb])
            try append(call, pixels: [3])
        }
        guard case .shown = try source.snapshot().primary else {
            Issue.record("nothing is shown")
            return
        }
    }

    @Test func whomTheMachineForgetsAgainAndAgainHasLostIt() throws {
        let encounter = try Encounter()
        let source = try encounter.open()
        #expect(
            throws: SourceError.lost(
                "guest, console 1: the virtual machine has ended, or has closed its display, "
                    + "or another viewer has taken this one's place"
            )
        ) {
            for _ in 0..<400 {
                encounter.qemu.forget()
                try source.receive()
                try encounter.meeting.loop.turn(timeout: 10)
            }
        }
        #expect(encounter.qemu.calls.count { $0 == "RegisterListener" } <= 20)
    }

    @Test func aClosedSourceIsSeenByTheMachine() throws {
        let encounter = try Encounter()
        var source: QEMUSource? = try encounter.open()
        let host = try #require(encounter.qemu.host)
        var isClosed = false
        host.connection.onClose = { isClosed = true }
        #expect(source != nil)
        source = nil
        for _ in 0..<100 where !isClosed { try encounter.meeting.loop.turn(timeout: 50) }
        #expect(isClosed)
    }

    /// QEMU before 10 does not tell a listener of another size, and shows all to a new one.
    @Test func aPictureOfAnotherSizeIsAskedFor() throws {
        let encounter = try Encounter()
        let source = try encounter.open()
        let (first, loop) = (try #require(encounter.qemu.host), encounter.meeting.loop)
        func show(_ host: ListenerHost, _ width: UInt32) throws {
            try host.call("Scanout") { (call) throws(BusError) in
                try append(call, [width, 1, width * 4, Viewing.xrgb])
                try append(call, pixels: [UInt32](repeating: 3, count: Int(width)))
            }
        }
        try show(first, 2)
        // What it says of the size that it has is no news.
        try encounter.qemu.resize(2, 1)
        for _ in 0..<20 { try loop.turn(timeout: 10) }
        #expect(encounter.qemu.host === first)

        try encounter.qemu.resize(3, 1)
        for _ in 0..<400 where encounter.qemu.host === first {
            try source.receive()
            _ = try source.snapshot()
            try loop.turn(timeout: 10)
        }
        let second = try #require(encounter.qemu.host)
        #expect(second !== first)
        #expect(first.connection.isClosed)
        try show(second, 3)
        guard case .shown(let plane) = try source.snapshot().primary else {
            Issue.record("nothing is shown")
            return
        }
        #expect(plane.layout.width == 3)
    }

    // MARK: The guest's monitor

    @Test func theNewestSizeWins() throws {
        let encounter = try Encounter()
        let source = try encounter.open()
        encounter.qemu.isSlow = true
        for width in Int32(1)...20 {
            try source.plug(
                Monitor(size: Size(width: width, height: 7), millimetres: Size(width: 100_000, height: 5)))
        }
        for _ in 0..<20 { try encounter.meeting.loop.turn(timeout: 5) }
        #expect(encounter.qemu.sizes == [[1, 7]])
        encounter.qemu.isSlow = false
        encounter.qemu.answerHeld()
        for _ in 0..<20 { try encounter.meeting.loop.turn(timeout: 5) }
        #expect(encounter.qemu.sizes == [[1, 7], [20, 7]])
    }

    @Test func aMonitorWithoutMeasuresIsPlugged() throws {
        let encounter = try Encounter()
        let source = try encounter.open()
        try source.plug(Monitor(size: Size(width: 1024, height: 768)))
        for _ in 0..<20 { try encounter.meeting.loop.turn(timeout: 5) }
        #expect(encounter.qemu.sizes == [[1024, 768]])
    }

    @Test func callsOfAnyInterfaceCanBeMade() throws {
        let encounter = try Encounter()
        let source = try encounter.open()
        var answer: BusConnection.Answer?
        source.console.call("Keyboard", "Toggle") { (call) throws(BusError) in
            try call.append(UInt32(30))
        } then: {
            answer = $0
        }
        for _ in 0..<100 where answer == nil { try encounter.meeting.loop.turn(timeout: 50) }
        guard case .failure(.refused) = answer else {
            Issue.record("\(String(describing: answer))")
            return
        }
        #expect(encounter.qemu.calls.last == "Toggle")
    }
}
