import Descriptors
import Foundation
import Glibc
import Input
import QEMU
import TestCompositor
import Testing

@testable import Presentation

/// Proves that text goes through a real QEMU, between the session and an agent in the guest, both ways.
@Suite(.enabled(if: RealGuest.isThere, "install qemu-system-x86"), .serialized) struct ClipboardGuestTests {
    private static let utf8 = "text/plain;charset=utf-8"

    private final class Setting {
        let path = FileManager.default.temporaryDirectory.appending(
            path: "planeview-wire-\(UUID().uuidString)"
        )
        .path
        let guest: RealGuest
        private(set) var source: QEMUSource
        private(set) var clipboard: MachineClipboard
        private(set) var theatre: Theatre
        let agent: Agent

        init() throws {
            signal(SIGPIPE, SIG_IGN)
            guest = try RealGuest(
                .wire, options: ["-display", "dbus,p2p=yes", "-vga", "std"] + Agent.options(path))
            (source, clipboard, theatre) = try Self.open(guest)
            agent = try Agent(path)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        private static func open(_ guest: RealGuest) throws -> (QEMUSource, MachineClipboard, Theatre) {
            let source = try MachineOpener().source(#require(MachineSpecifier("qmp:\(guest.monitor)")))
            let clipboard = MachineClipboard(source.console)
            let theatre = try Theatre.showing(
                with: ["wl_seat": 8, "wl_data_device_manager": 3], clipboard: clipboard)
            return (source, clipboard, theatre)
        }

        /// The viewer is gone without a word, and another one comes.
        func reopen() throws { (source, clipboard, theatre) = try Self.open(guest) }

        var device: DataDevice {
            get throws { try #require(theatre.compositor.all(DataDevice.self).last) }
        }

        func enter() throws {
            try #require(theatre.compositor.all(KeyboardDevice.self).last).enter(theatre.window)
            try theatre.hear()
        }

        /// Lets the machine, the window and the agent talk until something is so.
        func talk(until isSo: () throws -> Bool) throws {
            let deadline = Date(timeIntervalSinceNow: 20)
            while try !isSo() {
                try #require(Date() < deadline, "it never came to that: \(agent.heard)")
                var question = pollfd(fd: try #require(source.descriptor), events: Int16(POLLIN), revents: 0)
                if unsafe poll(&question, 1, 20) == 1 { try source.receive() }
                try theatre.settle()
                try agent.listen()
            }
        }

        /// The agent begins, when the viewer is there.
        func announce() throws {
            try talk { clipboard.isThere }
            let count = agent.answers
            try agent.announce()
            try talk { agent.answers > count }
        }
    }

    @Test func whatIsCopiedOutsideIsPastedInTheGuest() throws {
        let setting = try Setting()
        try setting.announce()
        let offer = try #require(try setting.device.copy([Self.utf8]))
        try setting.enter()
        try setting.talk { !setting.agent.bodies(Agent.grab).isEmpty }
        // Of the clipboard, the first grab, text.
        #expect(setting.agent.bodies(Agent.grab) == [Agent.words([0, 0, Agent.text])])
        #expect(offer.receivers.isEmpty)
        try setting.agent.sayRequest()
        try setting.talk { !offer.receivers.isEmpty }
        let pipe = offer.takeReceiver()
        let text = Array("Grüße aus der Sitzung".utf8)
        #expect(unsafe write(pipe.descriptor.rawValue, text, text.count) == text.count)
        _ = consume pipe
        try setting.talk { !setting.agent.texts.isEmpty }
        #expect(setting.agent.texts == ["Grüße aus der Sitzung"])
        // What is copied next takes its place.
        try setting.device.copy([Self.utf8])
        try setting.talk { setting.agent.bodies(Agent.grab).count == 2 }
        #expect(setting.agent.bodies(Agent.grab).last == Agent.words([0, 0, Agent.text]))
    }

    @Test func whatIsCopiedInTheGuestIsPastedOutside() throws {
        let setting = try Setting()
        try setting.announce()
        try setting.enter()
        try setting.agent.sayGrab(0)
        try setting.talk { try setting.device.selection != nil }
        #expect(setting.agent.bodies(Agent.request).isEmpty)
        let pipe = try Descriptors.Pipe()
        try #require(try setting.device.selection).send(
            Self.utf8, into: SharedDescriptor(try pipe.writer.duplicate()))
        let reader = pipe.takeReader()
        try setting.theatre.hear()
        try setting.talk { !setting.agent.bodies(Agent.request).isEmpty }
        try setting.agent.sayText("Grüße aus dem Gast")
        try reader.neverWait()
        var bytes = [UInt8](repeating: 0, count: 100)
        var count = -1
        try setting.talk {
            let number = reader.rawValue
            count = unsafe read(number, &bytes, bytes.count)
            return count >= 0
        }
        #expect(String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self) == "Grüße aus dem Gast")
        // Nobody's own text came back.
        #expect(setting.agent.bodies(Agent.grab).isEmpty)
        // The next one that is copied outside is the guest's, and the other way round.
        try setting.device.copy([Self.utf8])
        try setting.talk { setting.agent.bodies(Agent.grab) == [Agent.words([0, 1, Agent.text])] }
        try setting.theatre.pass(WindowClipboard.gap)
        try setting.agent.sayGrab(2)
        try setting.talk { try setting.device.selection != nil }
        try setting.theatre.pass(WindowClipboard.gap)
        try setting.agent.sayRelease()
        try setting.talk { try setting.device.selection == nil }
    }

    /// Who never writes what he has copied: QEMU's machine stands still meanwhile, and goes on.
    @Test func theMachineWaitsNoLongerThanASecond() throws {
        let setting = try Setting()
        try setting.announce()
        let offer = try #require(try setting.device.copy([Self.utf8]))
        try setting.enter()
        try setting.talk { !setting.agent.bodies(Agent.grab).isEmpty }
        try setting.agent.sayRequest()
        try setting.talk { !offer.receivers.isEmpty }
        try setting.theatre.pass(WindowClipboard.patience)
        // It goes on: what is copied next is heard of.
        try setting.device.copy([Self.utf8])
        try setting.talk { setting.agent.bodies(Agent.grab).count == 2 }
        #expect(setting.agent.texts.isEmpty)
    }

    /// Without a message bus QEMU believes that the viewer which was killed is still there.
    @Test func whoComesAfterAViewerThatWasKilledTakesItsPlace() throws {
        let setting = try Setting()
        try setting.announce()
        try setting.reopen()
        try setting.announce()
        try setting.device.copy([Self.utf8])
        try setting.enter()
        try setting.talk { !setting.agent.bodies(Agent.grab).isEmpty }
    }
}
