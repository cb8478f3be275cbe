import Descriptors
import Testing

@testable import QEMU

/// A machine, and a viewer that meets it.
struct Encounter {
    let meeting: Meeting
    let qemu: FakeQEMU

    init(patience: Instant.Span = .seconds(20)) throws {
        let pair = try SocketPair()
        let theirs = try pair.second.duplicate()
        meeting = try Meeting(through: pair.takeFirst(), until: .now + patience)
        qemu = try FakeQEMU(on: theirs, in: meeting.loop)
    }

    func open(_ text: String = "qmp:x") throws -> QEMUSource {
        try MachineOpener.source(#require(MachineSpecifier(text)), meeting)
    }
}
