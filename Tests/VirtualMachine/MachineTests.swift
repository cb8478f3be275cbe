import Foundation
import TestBed
import Testing

extension RealKernel {
    /// Proves that a QEMU's own dma-bufs, from a GPU that a kernel has, are shown as QEMU shows them: in the virtual machine,
    /// by the test bed's QEMU.
    @Suite(.enabled(if: TestBed.guests != nil, "run scripts/test")) struct MachineTests {
        private let machine: VirtualMachine

        init() throws { machine = try RealKernel.machine() }

        /// Weston's software renderer crashes when it maps such memory, so this one takes no dma-bufs: planeview reads it.
        @Test func theScreenOfAQEMUThatDrawsByOpenGLIsShown() throws {
            try machine.check(
                """
                . /share/nested.sh
                drawn
                renderer=pixman compositor 640 480
                show --device qmp:/run/planeview/qmp
                await 120 at_least presented 1
                """)
            let dump = try machine.picture(". /share/nested.sh; dumped $file")
            #expect(dump.width == 640 && dump.height == 480)
            try machine.expectPicture { x, y in dump[x, y] }
            let files = try machine.check("ls -l /proc/$(cat /run/planeview/planeview.pid)/fd")
            #expect(files.contains("/dmabuf:"), "\(files)")
            let tally = try Tally(machine.check("end_show"))
            #expect(tally.path == "shm" && tally.rejectedReplies == 0)
            try machine.check(". /share/nested.sh; end_nested")
            try machine.expectPeace()
        }
    }
}
