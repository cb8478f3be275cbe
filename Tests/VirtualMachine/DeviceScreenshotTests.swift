import Foundation
import TestBed
import Testing

extension RealKernel {
    /// Proves that a screenshot holds what a real kernel's devices show, and that memory which no processor may read is told.
    @Suite struct DeviceScreenshotTests {
        private let machine: VirtualMachine
        private let uuid = UUID().uuidString.lowercased()

        init() throws { machine = try RealKernel.machine() }

        @Test func everyPixelOfOurDeviceIsRight() throws {
            try machine.check(
                """
                create planeview dmabuf \(uuid)
                control \(uuid) flip 1
                control \(uuid) overlay 1; control \(uuid) overlay_position '300 30'
                control \(uuid) cursor_position '-20 450'
                """)
            let whole = try machine.picture("planeview screenshot --device \(uuid) $file")
            #expect(whole.width == 640 && whole.height == 480)
            let screen = DriverPictures.screen(1, 640, 480)
            let ground = DriverPictures.overlay(at: (300, 30), over: screen)
            #expect(whole.differences(from: DriverPictures.cursor(at: (-20, 450), over: ground)) == [])

            // A stride that is longer than a row.
            try machine.check(
                "control \(uuid) overlay 0; control \(uuid) cursor 0; control \(uuid) mode 480x320+64")
            let padded = try machine.picture("planeview screenshot --device \(uuid) $file")
            #expect(padded.width == 480 && padded.height == 320)
            #expect(padded.differences(from: DriverPictures.screen(0, 480, 320)) == [])

            try machine.check("control \(uuid) primary 0")
            let off = try machine.run("planeview screenshot --device \(uuid) /share/off.png")
            #expect(off.status == 2 && off.errors.contains("the guest shows nothing"))
            try machine.check("[ ! -e /share/off.png ]; unexported \(uuid); remove \(uuid)")
            try machine.expectPeace()
        }

        @Test func memoryThatCannotBeMappedIsTold() throws {
            try machine.check("create planeview dmabuf \(uuid); control \(uuid) faults no_mmap")
            let result = try machine.run("planeview screenshot --device \(uuid) /share/unmappable.png")
            #expect(result.status == 2)
            #expect(
                result.errors.contains(
                    "the primary plane is in memory that this processor cannot read (mmap: No such device)"),
                "\(result.errors)")
            #expect(result.errors.contains("the compositor's own tool"))
            try machine.check("[ ! -e /share/unmappable.png ]; unexported \(uuid); remove \(uuid)")
        }

        @Test func theRegionOfMdpyIsRead() throws {
            try machine.check("create mdpy vga \(uuid)")
            let picture = try machine.picture(
                "play \(uuid) bash -c 'guest paint 336699 && planeview screenshot --device fd:9 $file'")
            #expect(picture.width == 640 && picture.height == 480)
            #expect(picture.differences { _, _ in 0x336699 } == [])
            try machine.check("remove \(uuid)")
            try machine.expectPeace()
        }

        @Test func theDMABufsOfMbochsCannotBeRead() throws {
            try machine.check("create mbochs small \(uuid)")
            let result = try machine.run(
                "play \(uuid) bash -c 'guest mode 640 480 && planeview screenshot --device fd:9 /share/mbochs.png'"
            )
            #expect(result.status == 2)
            #expect(
                result.errors.contains("the primary plane is in memory that this processor cannot read"),
                "\(result.errors)")
            try machine.check("[ ! -e /share/mbochs.png ]; remove \(uuid)")
            try machine.expectPeace()
        }
    }
}
