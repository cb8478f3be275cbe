import Foundation
import TestBed
import Testing

extension RealKernel {
    /// Proves that dma-bufs go through waypipe: planeview's half takes those of the device as they are, and the other half makes
    /// its own for sway. Both are made on the machine's card, which cannot draw, but has memory.
    @Suite struct WaypipeTests {
        private let machine: VirtualMachine

        init() throws { machine = try RealKernel.machine() }

        @Test(arguments: [("--drm-node=/dev/dri/card0", "direct"), ("--no-gpu", "shm")])
        func aStillPictureIsExactThereByDMABufsAndWithoutThem(option: String, path: String) throws {
            try machine.check(
                """
                card_compositor 640 480
                show_far \(option) --device demo:size=640x480,card=/dev/dri/card0,rate=0
                await 120 at_least presented 1
                """)
            try machine.expectPicture(StillDemo(size: "640x480"))
            let tally = try Tally(machine.check("end_show"))
            #expect(tally.path == path && tally.importFailures == 0)
            #expect(tally.wlBuffersCreated == 2, "a screen and a cursor")
            #expect((tally.bytesCopied > 0) == (path == "shm"))
            #expect(try machine.check("cat /run/planeview/status") == "0\n")
        }
    }
}
