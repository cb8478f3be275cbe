import TestBed
import Testing

extension RealKernel {
    /// Proves that capture devices are shown from their own buffers on a real kernel: the kernel's test camera, of both kinds
    /// of queues and both kinds of memory, whose colour bars are compared in a real Weston.
    @Suite struct CaptureTests {
        private let machine: VirtualMachine

        /// Cameras: single- and multi-planar in scattered memory, the same in contiguous memory, of which the last has an HDMI
        /// input; and one that no test sets.
        init() throws {
            machine = try RealKernel.machine()
            try machine.check(
                """
                vivid n_devs=5 node_types=0x1,0x1,0x1,0x1,0x1 multiplanar=1,2,1,2,1 allocators=0,0,1,1,0 \
                    num_inputs=1,1,1,1,1 input_types=0,0,0,3,0 vid_cap_nr=0,1,2,3,4
                for number in 0 1 2; do camera /dev/video$number 'OSD Text Mode' 2; done
                """)
        }

        /// Bars of three quarters of each colour (drivers/media/common/v4l2-tpg).
        private static func bars(_ width: Int) -> DriverPictures.Picture {
            let colours: [UInt32] = [0xbfbfbf, 0xbfbf00, 0x00bfbf, 0x00bf00, 0xbf00bf, 0xbf0000, 0x0000bf, 0]
            return { x, _ in colours[x * 8 / width] }
        }

        @Test func camerasAreListedAndAskedWithoutBeingSet() throws {
            let list = try machine.check("planeview list")
            for number in 0...4 { #expect(list.contains("/dev/video\(number) (vivid): free, captures YUYV")) }
            let single = try machine.json("planeview probe --device /dev/video4 --json")
            #expect(single["card"] as? String == "vivid" && single["multiplanar"] as? Bool == false)
            let current = try #require(single["current"] as? [String: Any])
            #expect(current["format"] as? String == "YUYV" && current["width"] as? Int == 640)
            #expect(current["matrix"] as? String == "BT.601" && current["full_range"] as? Bool == false)
            let multiple = try machine.check("planeview probe --device /dev/video1")
            #expect(multiple.contains("buffers  multi-planar"))
            #expect(multiple.contains("format   NM12 (Y/UV 4:2:0 (N-C)), shown as NV12: 320×180, "))
        }

        /// What a compositor blends into its own colours may be off by the rounding of both sides.
        @Test(arguments: [
            ("/dev/video0", 0), ("/dev/video1", 0), ("/dev/video2", 0), ("/dev/video0 --format YUYV", 4),
            ("/dev/video2 --format YUYV", 4),
        ])
        func colourBarsAreShownWithoutACopy(device: String, tolerance: Int) throws {
            try machine.check(
                "compositor 640 360; show --device \(device); await 60 at_least flips 20")
            try machine.expectPicture(tolerance: tolerance, Self.bars(640))
            let tally = try Tally(machine.check("end_show"))
            #expect(tally.path == "direct" && tally.bytesCopied == 0)
            #expect(tally.wlBuffersCreated <= 6, "each buffer once")
            #expect(tally.importFailures == 0 && tally.rejectedReplies == 0)
            try machine.expectPeace()
        }

        /// Formats of several planes: in one memory and in several, with bytes before the first.
        @Test(arguments: [
            "/dev/video0 --format NV12", "/dev/video1 --format NM12", "/dev/video1 --format NM16",
            "/dev/video0 --format YU12",
        ])
        func planesAreFound(device: String) throws {
            try machine.check(
                "compositor 640 360; show --device \(device); await 60 at_least flips 5")
            // Where the bars meet, a colour stands for two pixels.
            let bars = Self.bars(640)
            let picture = try machine.screenshot()
            for bar in 0..<8 {
                for y in [2, 100, 357] {
                    let (is_, should) = (picture[bar * 80 + 40, y], bars(bar * 80 + 40, y))
                    for shift in [0, 8, 16] as [UInt32] {
                        #expect(
                            abs(Int(is_ >> shift & 0xff) - Int(should >> shift & 0xff)) <= 4, "\(bar), \(y)")
                    }
                }
            }
            #expect(try Tally(machine.check("end_show")).path == "direct")
            try machine.expectPeace()
        }

        @Test func picturesAreCopiedForACompositorWithoutDMABufs() throws {
            try machine.check(
                """
                renderer=pixman compositor 640 360
                show --device /dev/video0 --size 640x360
                await 60 at_least flips 20
                """)
            try machine.expectPicture(Self.bars(640))
            #expect(try Tally(machine.check("end_show")).path == "shm")
        }

        @Test(arguments: ["/dev/video0", "/dev/video1 --format YUYV", "/dev/video2 --size 320x180"])
        func aScreenshotWaitsForTheFirstPicture(device: String) throws {
            let told = try machine.run("planeview screenshot --device \(device) /share/camera.png")
            #expect(told.status == 0)
            #expect(told.errors.contains(device.contains("320") ? "320×180" : "640×360"))
        }

        @Test func aSizeThatThereIsNotIsToldWithThoseThatThereAre() throws {
            let told = try machine.run(
                "planeview screenshot --device /dev/video0 --size 123x45 /share/camera.png")
            #expect(
                told.status == 3 && told.errors.contains("does not have pictures of 123×45: it has 320×180"))
        }

        @Test func theSignalIsLostFoundAndAnotherAndTheDeviceUnplugged() throws {
            try machine.check(
                "compositor 640 480; show --device /dev/video3; await 60 at_least flips 2")
            try machine.check(
                """
                camera /dev/video3 'DV Timings Signal Mode' 'No Signal'
                await 60 grep -q '/dev/video3 has no signal' /run/planeview/errors
                camera /dev/video3 'DV Timings Signal Mode' 'Selected DV Timings'
                camera /dev/video3 'DV Timings' 720x480p59
                await 60 grep -q 'showing 720×480' /run/planeview/errors
                """)
            let busy = try machine.run("planeview screenshot --device /dev/video3 /share/camera.png")
            #expect(busy.status == 2 && busy.errors.contains("/dev/video3 is in use by planeview (process "))
            try machine.check(
                """
                camera /dev/video3 Disconnect 1
                await 60 test -s /run/planeview/status
                """)
            #expect(try machine.check("cat /run/planeview/status") == "3\n")
            #expect(try machine.check("cat /run/planeview/errors").contains("/dev/video3 is gone"))
            try machine.expectPeace()
        }

        /// The test camera is plugged in again when nobody has it open any more.
        @Test func aCameraThatIsUnpluggedGoesOnWhenItIsBack() throws {
            try machine.check(
                """
                compositor 640 360
                show --reconnect --device /dev/video2 --size 640x360
                await 60 at_least flips 2
                camera /dev/video2 Disconnect 1
                await 60 grep -q '/dev/video2 is gone.*; waiting for it to come back' /run/planeview/errors
                await 60 grep -q 'vivid is back' /run/planeview/errors
                before=$(counted flips); await 60 at_least flips $((before + 3))
                """)
            try machine.expectPicture(Self.bars(640))
            let tally = try Tally(machine.check("end_show"))
            #expect(tally.path == "direct" && tally.bytesCopied == 0)
            #expect(try machine.check("cat /run/planeview/status") == "0\n")
            try machine.expectPeace()
        }

        @Test func aFaultOfTheStreamIsOvercome() throws {
            try machine.check(
                """
                compositor 640 360
                show --device /dev/video0 --size 640x360
                await 60 at_least flips 2
                camera /dev/video0 'Inject V4L2_BUF_FLAG_ERROR' 1
                before=$(counted flips); await 60 at_least flips $((before + 3))
                camera /dev/video0 'Inject Fatal Streaming Error' 1
                await 60 grep -q 'VIDIOC_DQBUF' /run/planeview/errors
                before=$(counted flips); await 60 at_least flips $((before + 3))
                """)
            try machine.expectPicture(Self.bars(640))
            try machine.check("end_show")
            try machine.expectPeace()
        }
    }
}
