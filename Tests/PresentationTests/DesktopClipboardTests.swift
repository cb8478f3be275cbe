import Foundation
import TestBed
import Testing

/// Proves that the whole program hands text on between a desktop and a guest: a real sway with its users' tools, a real QEMU,
/// and an agent in its guest.
@Suite(.enabled(if: TestBed.guests != nil && RealGuest.isThere, "run scripts/test"))
struct DesktopClipboardTests {
    /// QEMU 10 hears nothing of an agent behind this guest's serial ports, with a viewer or without.
    @Test func textIsCopiedAndPastedBothWays() throws {
        let desktop = try HeadlessSway()
        let guest = try RealGuest(
            .wire, options: ["-display", "dbus,p2p=yes", "-vga", "std"] + Agent.options("wire"))
        let viewer = try desktop.planeview(
            "--device", "qmp:\(guest.monitor)", "--stats=0.2", "--stats-format", "json")
        _ = try viewer.line { !$0.contains("\"presented\":0,") }
        let agent = try Agent(
            URL(filePath: guest.monitor).deletingLastPathComponent().appending(path: "wire").path)
        func listen(until isSo: () -> Bool) throws {
            let deadline = Date.patience
            while !isSo() {
                try #require(
                    deadline.timeIntervalSinceNow > 0,
                    "it never came to that: \(agent.heard), \(viewer.errors)")
                Thread.sleep(forTimeInterval: 0.01)
                try agent.listen()
            }
        }
        let answerCount = agent.answers
        try agent.announce()
        try listen { agent.answers > answerCount }

        let copying = try desktop.start("wl-copy", "--foreground", "Grüße vom Schreibtisch")
        try listen { !agent.bodies(Agent.grab).isEmpty }
        try agent.sayRequest()
        try listen { !agent.texts.isEmpty }
        #expect(agent.texts == ["Grüße vom Schreibtisch"])

        // A selection is newer than the one before by its user's last act, which the guest hears of, too.
        #expect(try desktop.start("wtype", "c").end() == 0)
        try listen { !guest.trace.isEmpty }
        try agent.sayGrab(1)
        // Until planeview has what there is to paste, that is what was copied before.
        #expect(try copying.end() == 0)
        let pasting = try desktop.start("wl-paste", "--no-newline")
        try listen { !agent.bodies(Agent.request).isEmpty }
        try agent.sayText("Grüße aus dem Gast")
        #expect(try pasting.nextLine() == "Grüße aus dem Gast")
    }
}
