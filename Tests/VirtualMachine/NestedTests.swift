import Foundation
import TestBed
import Testing

extension RealKernel {
    /// Proves that the console of a real virtual machine is shown while a real QEMU runs it: a QEMU in the test bed's virtual
    /// machine, with a guest on mdpy. One emulated machine emulates another, which takes minutes: `scripts/test --nested`.
    @Suite(
        .enabled(
            if: ProcessInfo.processInfo.environment["PLANEVIEW_NESTED"] != nil, "run scripts/test --nested"))
    struct NestedTests {
        private let machine: VirtualMachine
        private let uuid = UUID().uuidString.lowercased()

        init() throws { machine = try RealKernel.machine() }

        /// The guest's only line, in characters of 8×16 pixels.
        private static let width = 8 * "planeview: a guest on mdpy".count

        /// Whether there is text where the line is, and nothing else.
        private func isConsole(_ picture: Image) -> Bool {
            var lit = 0
            for y in 0..<picture.height {
                for x in 0..<picture.width where picture[x, y] != 0 {
                    guard x < Self.width, y < 16 else { return false }
                    lit += 1
                }
            }
            // Letters are a fourth ink, or so; a cursor alone would be a block of 16 pixels.
            return lit > Self.width * 16 / 10 && lit < Self.width * 16 / 2
        }

        @Test func theConsoleOfAGuestIsShownAndTheMachineMayStartAgain() throws {
            try machine.check(
                """
                . /share/nested.sh
                create mdpy vga \(uuid)
                nested \(uuid)
                compositor 640 480
                show --device "pid:$(cat /run/planeview/nested.pid)"
                await 120 at_least presented 1
                """, limit: 1200)
            let deadline = Date.patience
            var isShown = false
            repeat {
                isShown = isConsole(try machine.screenshot())
            } while !isShown && deadline.timeIntervalSinceNow > 0
            #expect(isShown)
            #expect(try machine.check("planeview list").contains("in use by qemu-system-x86"))
            #expect(try machine.check("cat /run/planeview/errors").contains("showing 640×480"))
            // The guest still runs: nothing was reset.
            try machine.check("kill -0 $(cat /run/planeview/nested.pid)")
            try machine.check(". /share/nested.sh; end_nested; await 60 test -s /run/planeview/status")
            #expect(try machine.check("cat /run/planeview/status") == "3\n")
            #expect(
                try machine.check("tail -n 1 /run/planeview/errors").contains("the virtual machine has ended")
            )
            // Another machine can have it.
            _ = try machine.json("planeview probe --device \(uuid) --json")
            try machine.check("remove \(uuid)")
            try machine.expectPeace()
        }
    }
}
