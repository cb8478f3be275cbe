import Foundation
import TestBed
import Testing

extension RealKernel {
    /// Proves that every kind of display device is shown as it is: mainline's dma-bufs by id, the descriptors of the July
    /// 2017 mail, and a region; with overlay and cursor, with what guests do, and with the faults that drivers have.
    @Suite struct ABITests {
        private let machine: VirtualMachine
        private let uuid = UUID().uuidString.lowercased()

        init() throws { machine = try RealKernel.machine() }

        private func screen(_ index: Int) -> DriverPictures.Picture { DriverPictures.screen(index, 320, 240) }

        /// Shows a new device of 320×240 in a window that fills the screen.
        ///
        /// - Parameter controls: what its guest does first: a control file's name and what is written to it.
        private func show(_ type: String, _ controls: String...) throws {
            try machine.check(
                """
                create planeview \(type) \(uuid)
                control \(uuid) mode 320x240
                \(controls.map { "control \(uuid) \($0)" }.joined(separator: "\n"))
                compositor 320 240
                show --device \(uuid)
                """)
        }

        /// Takes the device away, of which nothing may be left, once planeview has ended.
        private func removeDevice() throws {
            try machine.check("unexported \(uuid) && remove \(uuid)")
            try machine.expectPeace()
        }

        @Test(arguments: ["dmabuf", "v11"])
        func allPlanesAreShownWithoutACopyAndEachBufferIsFetchedOnce(type: String) throws {
            try show(type, "overlay 1", "overlay_position '100 50'", "cursor_position '150 80'")
            func picture(_ index: Int) -> DriverPictures.Picture {
                DriverPictures.cursor(
                    at: (150, 80), over: DriverPictures.overlay(at: (100, 50), over: screen(index)))
            }
            for index in [0, 1, 2, 0] {
                try machine.check("control \(uuid) flip \(index)")
                try machine.expectPicture(tolerance: 1, picture(index))
            }
            try machine.check("control \(uuid) overlay 0; control \(uuid) cursor 0")
            try machine.expectPicture(screen(0))
            try machine.check("control \(uuid) overlay 1; control \(uuid) overlay_position '-40 210'")
            try machine.expectPicture(DriverPictures.overlay(at: (-40, 210), over: screen(0)))
            try machine.check("control \(uuid) flip_every 1; await 120 at_least flips 40")

            let tally = try Tally(machine.check("end_show"))
            #expect(tally.path == "direct" && tally.bytesCopied == 0)
            #expect(tally.wlBuffersCreated == 5, "three screens, an overlay and a cursor")
            #expect(tally.rejectedReplies == 0)
            #expect(try machine.check("counter \(uuid) fds") == "5\n")
            try removeDevice()
        }

        @Test func theABIOfTheMailIsNamedAndMayBeInsistedOn() throws {
            try machine.check("create planeview v11 \(uuid)")
            let report = try machine.json("planeview probe --device \(uuid) --json")
            #expect(report["abi"] as? String == "v11" && report["planes"] as? String == "descriptor")
            let planes = try #require(report["plane"] as? [String: [String: Any]])
            #expect(planes["primary"]?["modifier"] as? String == "0xffffffffffffff")
            #expect(planes["primary"]?["fd"] as? Int != nil && planes["primary"]?["inode"] as? Int != nil)
            _ = try machine.json("planeview probe --abi v11 --device \(uuid) --json")
            let mainline = try machine.run("planeview probe --abi mainline --device \(uuid)")
            #expect(mainline.status == 2 && mainline.errors.contains("does not speak the mainline ABI"))
            try machine.check("control \(uuid) faults ignores_flags")
            let lenient = try machine.json("planeview probe --device \(uuid) --json")
            #expect(lenient["abi"] as? String == "v11")
            // Numbers of a table that is not this process's.
            try machine.check("control \(uuid) faults stale_fd; control \(uuid) mode 800x600")
            let foreign = try machine.run(
                "planeview probe --device \(uuid) && planeview probe --device \(uuid)")
            #expect(foreign.status == 2)
            #expect(foreign.errors.contains("opens its dma-bufs in the process that opened it"))
            try removeDevice()
        }

        @Test func theDescriptorsOfV11AreWhatTheMailMeans() throws {
            try show("v11", "cursor 0", "flip 1")
            try machine.expectPicture(screen(1))
            let open = try Tally(machine.check("tail -n 1 /run/planeview/lines")).fdsOpen
            // Another descriptor of a dma-buf that is held is closed at once.
            try machine.check("control \(uuid) faults another_fd; polled 20")
            let tally = try Tally(machine.check("tail -n 1 /run/planeview/lines"))
            #expect(tally.fdsOpen == open && tally.wlBuffersCreated == 1)
            // A new mode is new memory, whatever the numbers are.
            try machine.check(
                "control \(uuid) faults ''; control \(uuid) mode 160x120; control \(uuid) mode 320x240")
            try machine.check("control \(uuid) flip 2")
            try machine.expectPicture(screen(2))
            // A new dma-buf with each query: what is not shown any more goes, and the picture stays right.
            try machine.check("control \(uuid) faults id_churn; polled 100; control \(uuid) flip 0")
            try machine.expectPicture(screen(0))
            let churned = try Tally(machine.check("end_show"))
            #expect(churned.wlBuffersLive <= 64)
            try removeDevice()
        }

        @Test func aRegionIsShown() throws {
            try show("region", "flip 1")
            try machine.expectPicture(screen(1))
            try machine.check("control \(uuid) flip 2")
            try machine.expectPicture(screen(2))
            try machine.check("control \(uuid) paint 5")
            try machine.expectPicture(screen(5))
            try machine.check("control \(uuid) mode 240x240+64; control \(uuid) flip 1")
            let small = DriverPictures.screen(1, 240, 240)
            try machine.expectPicture { x, y in (40..<280).contains(x) ? small(x - 40, y) : 0 }
            try machine.check("control \(uuid) primary 0")
            try machine.expectNoPicture()
            try machine.check("control \(uuid) primary 1; control \(uuid) faults bad_size; polled 3")
            try machine.check("await 60 at_least rejected_replies 1; control \(uuid) faults ''")
            try machine.expectPicture { x, y in (40..<280).contains(x) ? small(x - 40, y) : 0 }
            let tally = try Tally(machine.check("end_show"))
            #expect(tally.path == "udmabuf" && tally.bytesCopied > 0)
            #expect(
                tally.planes["primary"]?.reason
                    == "not direct: the device gives no dma-buf of its picture")
            try machine.check("remove \(uuid)")
            try machine.expectPeace()
        }

        @Test func aGuestThatPansIsFollowed() throws {
            try show("dmabuf", "cursor 0")
            try machine.check(
                """
                control \(uuid) pan 128
                """)
            let (upper, lower) = (screen(0), screen(4))
            try machine.expectPicture { x, y in y < 112 ? upper(x, y + 128) : lower(x, y - 112) }
            try machine.check("control \(uuid) pan 240")
            try machine.expectPicture(screen(4))
            _ = try machine.check("end_show; remove \(uuid)")
        }

        @Test(arguments: ["dmabuf", "v11"])
        func faultsOfDriversKeepThePicture(type: String) throws {
            try show(type, "cursor_position '150 100'")
            func shown(_ index: Int) -> DriverPictures.Picture {
                DriverPictures.cursor(at: (150, 100), over: screen(index))
            }
            try machine.expectPicture(tolerance: 1, shown(0))
            var rejected = 0
            // Each refuses what is new; then it goes, and what is new is shown.
            for (index, fault) in [(1, "get_fails"), (2, "bad_stride"), (1, "bad_size")] {
                let old = index == 1 && rejected == 0 ? 0 : 3 - index
                try machine.check(
                    """
                    control \(uuid) faults \(fault); control \(uuid) flip \(index)
                    await 60 at_least rejected_replies \(rejected + 1)
                    """)
                try machine.expectPicture(tolerance: 1, shown(old))
                try machine.check("control \(uuid) faults ''")
                try machine.expectPicture(tolerance: 1, shown(index))
                rejected = try Tally(machine.check("tail -n 1 /run/planeview/lines")).rejectedReplies
            }
            try machine.check("control \(uuid) faults cursor_is_primary; polled 5")
            try machine.expectPicture(tolerance: 1, shown(1))
            try machine.check("control \(uuid) faults untouched_when_off; control \(uuid) cursor 0")
            try machine.expectPicture(screen(1))
            try machine.check(
                "control \(uuid) cursor 1; control \(uuid) faults 'enomem_first recycled_ids garbage_hotspot'"
            )
            for size in ["400x300", "320x240"] {
                try machine.check("control \(uuid) mode \(size); polled 3")
            }
            try machine.expectPicture(tolerance: 1, shown(0))
            try machine.check("control \(uuid) faults id_churn; polled 100; control \(uuid) flip 2")
            try machine.expectPicture(tolerance: 1, shown(2))
            let told = try machine.check("cat /run/planeview/errors")
            for reason in [
                "is too short for a row", "the picture needs", "the device answers the primary plane",
            ] {
                #expect(told.components(separatedBy: reason).count == 2, "\(reason), once: \(told)")
            }
            let tally = try Tally(machine.check("end_show"))
            #expect(tally.wlBuffersLive <= 64 && tally.path == "direct" && tally.bytesCopied == 0)
            try removeDevice()
        }

        @Test func aTiledPictureThatTheCompositorDoesNotTakeIsTold() throws {
            try show("dmabuf", "cursor 0")
            try machine.expectPicture(screen(0))
            try machine.check(
                """
                control \(uuid) modifier 100000000000001; control \(uuid) flip 1
                await 60 grep -q 'Intel X-tiled.*cannot be shown' /run/planeview/errors
                """)
            try machine.expectPicture(screen(0))
            try machine.check("control \(uuid) modifier 0")
            try machine.expectPicture(screen(1))
            _ = try machine.check("end_show; remove \(uuid)")
        }

        @Test func aDeviceThatIsRemovedEndsTheRun() throws {
            try show("dmabuf")
            try machine.check(
                """
                await 60 at_least presented 1
                control \(uuid) gone 1
                await 60 test -s /run/planeview/status
                """)
            #expect(try machine.check("cat /run/planeview/status") == "3\n")
            #expect(try machine.check("tail -n 1 /run/planeview/errors").contains("the device is gone"))
            try machine.check("unexported \(uuid)")
            try machine.check("remove \(uuid)")
        }
    }
}
