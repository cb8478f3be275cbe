import Foundation
import TestBed
import Testing

extension RealKernel {
    /// Proves how pixels travel to a compositor with a card: sway on a virtio-gpu without 3D. What lies in the card's own memory
    /// is shown, and even scanned out, as it is. Of another device's memory the card takes nothing: that is copied.
    @Suite struct SwayTests {
        private let machine: VirtualMachine
        private let uuid = UUID().uuidString.lowercased()

        init() throws { machine = try RealKernel.machine() }

        /// Shows a demo device in a sway whose screen has its size.
        private func show(
            _ options: String, width: Int = 640, until condition: String
        ) throws {
            try machine.check(
                """
                card_compositor \(width) 480
                show --device demo:size=\(width)x480,\(options)
                await 120 \(condition)
                """)
        }

        @Test func theCardsOwnBuffersAreShownAsTheyAre() throws {
            try show("card=/dev/dri/card0,rate=0", until: "at_least presented 1")
            try machine.expectPicture(StillDemo(size: "640x480"))
            let tally = try Tally(machine.check("end_show"))
            #expect(tally.path == "direct" && tally.bytesCopied == 0 && tally.importFailures == 0)
            #expect(tally.wlBuffersCreated == 2, "a screen and a cursor")
            #expect(try machine.check("cat /run/planeview/status") == "0\n")
        }

        @Test func flipsOfTheCardsOwnBuffersAreScannedOutAndMakeNoBufferTwice() throws {
            try show("card=/dev/dri/card0,rate=30,buffers=3,cursor=off", until: "at_least flips 30")
            let tally = try Tally(machine.check("end_show"))
            #expect(tally.path == "direct" && tally.bytesCopied == 0 && tally.importFailures == 0)
            #expect(tally.wlBuffersCreated == 3 && tally.wlBuffersLive == 3)
            #expect(tally.zeroCopyPresented >= 10)
        }

        /// Of whole units: 640 pixels are 512 at 125 %, and 600 are 400 at 150 %. A sway of 640 pixels has 426 units at 150 %,
        /// and no window has its last pixel.
        @Test(arguments: [("1.25", 640), ("1.5", 600)])
        func atAFractionalScaleAGuestPixelIsAPixel(scale: String, width: Int) throws {
            try show(
                "card=/dev/dri/card0,rate=0,cursor=off", width: width, until: "at_least presented 1")
            try machine.check("scale \(scale)")
            try machine.expectPicture(StillDemo(size: "\(width)x480", hasCursor: false))
            let tally = try Tally(machine.check("end_show; scale 1"))
            #expect(tally.path == "direct" && tally.bytesCopied == 0 && tally.importFailures == 0)
        }

        @Test(arguments: ["udmabuf", "heap"])
        func memoryOfNoCardIsRefusedAndCopied(backing: String) throws {
            try show("backing=\(backing),rate=0", until: "at_least presented 1")
            try machine.expectPicture(StillDemo(size: "640x480"))
            let tally = try Tally(machine.check("end_show"))
            #expect(tally.path == "shm" && tally.importFailures >= 1)
            #expect(tally.bytesCopied >= 640 * 480 * 4)
            #expect(try machine.check("cat /run/planeview/status") == "0\n")
        }

        @Test func anotherDevicesBuffersAreRefusedAndCopied() throws {
            try machine.check(
                """
                create planeview dmabuf \(uuid)
                control \(uuid) cursor 0
                control \(uuid) flip 1
                card_compositor 640 480
                show --device \(uuid)
                """)
            for index in [1, 2, 0] {
                try machine.check("control \(uuid) flip \(index)")
                try machine.expectPicture(DriverPictures.screen(index, 640, 480))
            }
            let tally = try Tally(machine.check("end_show"))
            #expect(tally.path == "shm" && tally.importFailures >= 1)
            #expect(try machine.check("cat /run/planeview/status") == "0\n")
            try machine.check("unexported \(uuid) && remove \(uuid)")
            try machine.expectPeace()
        }

        @Test func memoryThatNobodyCanReadIsNotShownUntilTheGuestHasOther() throws {
            try machine.check(
                """
                create planeview dmabuf \(uuid)
                control \(uuid) cursor 0
                control \(uuid) faults no_mmap
                control \(uuid) mode 640x480
                card_compositor 640 480
                show --device \(uuid)
                await 60 grep -q 'cannot be shown' /run/planeview/errors
                """)
            let told = try machine.check("cat /run/planeview/errors")
            #expect(told.contains("the compositor refused the buffer"))
            #expect(told.contains("no processor can read its memory"))
            try machine.check(
                "control \(uuid) faults ''; control \(uuid) mode 640x480; control \(uuid) flip 2")
            try machine.expectPicture(DriverPictures.screen(2, 640, 480))
            #expect(try Tally(machine.check("end_show")).path == "shm")
            try machine.check("unexported \(uuid) && remove \(uuid)")
            try machine.expectPeace()
        }
    }
}
