import Foundation
import TestBed
import Testing

extension RealKernel {
    /// Proves each path on a real kernel and in a real Weston, pixel by pixel: `direct` is what DeviceTests and ABITests show;
    /// here are the ways around a compositor that takes no dma-bufs, and around a device that has none.
    @Suite struct PathTests {
        private let machine: VirtualMachine
        private let uuid = UUID().uuidString.lowercased()

        init() throws { machine = try RealKernel.machine() }

        private func screen(_ index: Int) -> DriverPictures.Picture { DriverPictures.screen(index, 320, 240) }

        private func show(_ type: String, _ controls: String..., renderer: String) throws {
            try machine.check(
                """
                create planeview \(type) \(uuid)
                control \(uuid) mode 320x240
                \(controls.map { "control \(uuid) \($0)" }.joined(separator: "\n"))
                renderer=\(renderer) compositor 320 240
                show --device \(uuid)
                """)
        }

        /// Weston's pixman renderer takes no dma-bufs: those of the device are read, row by row.
        @Test func dmabufsGoThroughWlShmWhereTheCompositorTakesNone() throws {
            try show("dmabuf", "cursor_position '150 80'", renderer: "pixman")
            for index in [0, 1, 2, 0] {
                try machine.check("control \(uuid) flip \(index)")
                try machine.expectPicture(
                    tolerance: 1, DriverPictures.cursor(at: (150, 80), over: screen(index)))
            }
            let before = try Tally(machine.check("polled 5; tail -n 1 /run/planeview/lines")).bytesCopied
            // What moves is not copied again, nor is what stands still.
            try machine.check("control \(uuid) cursor_position '20 30'; polled 10")
            try machine.expectPicture(tolerance: 1, DriverPictures.cursor(at: (20, 30), over: screen(0)))
            let tally = try Tally(machine.check("end_show"))
            #expect(tally.bytesCopied == before)
            for plane in ["primary", "cursor"] {
                #expect(tally.planes[plane]?.path == "shm")
                #expect(
                    tally.planes[plane]?.reason
                        == "not direct: the compositor takes no dma-bufs (zwp_linux_dmabuf_v1, version 3); "
                        + "not udmabuf: the compositor takes no dma-bufs (zwp_linux_dmabuf_v1, version 3)")
            }
            #expect(tally.importFailures == 0)
            try machine.check("remove \(uuid)")
            try machine.expectPeace()
        }

        @Test func aRegionGoesThroughWlShmWhereTheCompositorTakesNoDMABufs() throws {
            try show("region", "flip 1", renderer: "pixman")
            try machine.expectPicture(screen(1))
            try machine.check("control \(uuid) flip 2")
            try machine.expectPicture(screen(2))
            #expect(try Tally(machine.check("end_show")).path == "shm")
            try machine.check("remove \(uuid)")
            try machine.expectPeace()
        }

        @Test func dmabufsThatCanNeitherBeTakenNorReadAreTold() throws {
            try show("dmabuf", "cursor 0", "faults no_mmap", "mode 320x240", renderer: "pixman")
            try machine.check("await 60 grep -q 'cannot be shown' /run/planeview/errors; polled 5")
            let told = try machine.check("cat /run/planeview/errors")
            #expect(told.contains("not shm: no processor can read its memory (mmap: No such device)"))
            #expect(told.components(separatedBy: "cannot be shown").count == 2, "once: \(told)")
            // The guest changes its mode to memory that can be read.
            try machine.check(
                "control \(uuid) faults ''; control \(uuid) mode 320x240; control \(uuid) flip 1")
            try machine.expectPicture(screen(1))
            try machine.check("end_show; remove \(uuid)")
            #expect(try machine.check("cat /run/planeview/status") == "0\n")
            try machine.expectPeace()
        }
    }
}
