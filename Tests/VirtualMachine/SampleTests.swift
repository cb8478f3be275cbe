import Foundation
import TestBed
import Testing

extension RealKernel {
    /// Proves that planeview asks the kernel's own sample devices rightly, on Debian 13's kernel and on Debian 12's: mbochs,
    /// which exports dma-bufs, and mdpy, whose picture is in a region.
    @Suite struct SampleTests {
        private let uuid = UUID().uuidString.lowercased()

        private func machine(_ kernel: VirtualMachine.Kernel) throws -> VirtualMachine {
            try RealKernel.machine(kernel)
        }

        @Test(arguments: VirtualMachine.Kernel.allCases)
        func theKernelIsTheOneThatIsNamed(kernel: VirtualMachine.Kernel) throws {
            #expect(try machine(kernel).check("uname -r").hasPrefix(kernel.rawValue + "."))
        }

        @Test(arguments: VirtualMachine.Kernel.allCases)
        func mbochsWithoutAScreenIsOff(kernel: VirtualMachine.Kernel) throws {
            let machine = try machine(kernel)
            try machine.check("create mbochs small \(uuid)")
            let report = try machine.json("planeview probe --device \(uuid) --json")
            #expect(report["abi"] as? String == "mainline")
            #expect(report["planes"] as? String == "dmabuf")
            let planes = try #require(report["plane"] as? [String: [String: Any]])
            #expect(planes.values.allSatisfy { $0["state"] as? String == "off" }, "no guest has set a mode")
            let edid = try #require(report["edid"] as? [String: Int])
            #expect(edid == ["max_width": 800, "max_height": 600, "max_size": 1024])
            #expect(try machine.check("planeview probe --device \(uuid)").contains("EDID     up to 800×600"))
            try machine.check("remove \(uuid)")
            try machine.expectPeace()
        }

        /// mbochs answers ENOMEM to the first question about a mode: that is not the end.
        @Test(arguments: VirtualMachine.Kernel.allCases)
        func theFirstQuestionAboutAModeOfMbochsIsAnswered(kernel: VirtualMachine.Kernel) throws {
            let machine = try machine(kernel)
            try machine.check("create mbochs small \(uuid)")
            let report = try machine.json(
                "play \(uuid) bash -c 'guest paint 336699 && guest mode 800 600 && planeview probe --device fd:9 --json'"
            )
            let planes = try #require(report["plane"] as? [String: [String: Any]])
            let primary = try #require(planes["primary"])
            #expect(primary["state"] as? String == "on")
            #expect(primary["width"] as? Int == 800 && primary["height"] as? Int == 600)
            #expect(primary["format"] as? String == "XR24" && primary["modifier"] as? String == "0x0")
            #expect(primary["stride"] as? Int == 3200)
            #expect(primary["dmabuf_id"] as? Int == 1)
            #expect(planes["cursor"]?["state"] as? String == "off")
            #expect(planes["overlay"]?["state"] as? String == "off")
            try machine.check("remove \(uuid)")
            try machine.expectPeace()
        }

        /// What the guest does between two questions: a mode, a flip, the first screen again, and off.
        @Test(arguments: VirtualMachine.Kernel.allCases)
        func aFlipOfMbochsHasAnIDOfItsOwnAndTheScreenBeforeKeepsIts(kernel: VirtualMachine.Kernel) throws {
            let machine = try machine(kernel)
            try machine.check("create mbochs small \(uuid)")
            let lines = try machine.check(
                """
                play \(uuid) bash -c '
                    ask() { "$@" && planeview probe --device fd:9 --json || exit; }
                    ask guest mode 640 480; ask guest offset 0 480; ask guest offset 0 0; ask guest off'
                """
            ).split(separator: "\n")
            let primaries = try lines.map { line in
                let report = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                return try #require((report?["plane"] as? [String: [String: Any]])?["primary"])
            }
            #expect(primaries.map { $0["state"] as? String } == ["on", "on", "on", "off"])
            #expect(primaries.map { $0["dmabuf_id"] as? Int } == [1, 2, 1, nil])
            try machine.check("remove \(uuid)")
            try machine.expectPeace()
        }

        @Test(arguments: VirtualMachine.Kernel.allCases)
        func mdpyHasItsPictureInARegion(kernel: VirtualMachine.Kernel) throws {
            let machine = try machine(kernel)
            try machine.check("create mdpy vga \(uuid)")
            let report = try machine.json("planeview probe --device \(uuid) --json")
            #expect(report["planes"] as? String == "region")
            let planes = try #require(report["plane"] as? [String: [String: Any]])
            let primary = try #require(planes["primary"])
            #expect(primary["width"] as? Int == 640 && primary["height"] as? Int == 480)
            #expect(primary["format"] as? String == "XR24" && primary["stride"] as? Int == 2560)
            #expect(primary["region_index"] as? Int == 16, "beyond the PCI regions")
            #expect(report["edid"] is NSNull)
            try machine.check("remove \(uuid)")
            try machine.expectPeace()
        }

        @Test(arguments: VirtualMachine.Kernel.allCases)
        func mdpyIsShown(kernel: VirtualMachine.Kernel) throws {
            let machine = try machine(kernel)
            try machine.check(
                """
                create mdpy vga \(uuid)
                compositor 640 480
                show_played \(uuid)
                guest paint 336699
                """)
            try machine.expectPicture { _, _ in 0x336699 }
            try machine.check("guest paint ffcc00")
            try machine.expectPicture { _, _ in 0xffcc00 }
            let tally = try Tally(machine.check("end_show"))
            // Debian 12's kernel has no udmabuf.
            #expect(tally.path == (kernel == .debian12 ? "shm" : "udmabuf"))
            #expect(tally.bytesCopied >= 2 * 640 * 480 * 4 && tally.bytesCopied % 2560 == 0)
            #expect(tally.wlBuffersCreated <= 4)
            #expect(tally.rejectedReplies == 0)
            try machine.check("remove \(uuid)")
            try machine.expectPeace()
        }

        /// The guest reads an EDID of the window's size, or, where that is more than the device takes, of its shape.
        @Test(arguments: zip(VirtualMachine.Kernel.allCases, [("medium", "1024 768"), ("small", "800 600")]))
        func aGuestOfMbochsSeesTheWindowsMonitor(
            kernel: VirtualMachine.Kernel, size: (type: String, mode: String)
        )
            throws
        {
            let machine = try machine(kernel)
            try machine.check(
                """
                create mbochs \(size.type) \(uuid)
                renderer=pixman compositor 1024 768
                show_played \(uuid) --resize-guest
                await 60 guest monitor \(size.mode)
                guest mode \(size.mode); await 60 fetched 1
                end_show; remove \(uuid)
                """)
            try machine.expectPeace()
        }

        /// As from a desktop's menu: what is written to a file is no terminal's.
        @Test func whoeverNamesNoDeviceIsShownTheOnlyOneAsSoonAsItIsThere() throws {
            let machine = try machine(.debian13)
            let isShown = "await 60 grep -q '\"presented\":[1-9]' /run/planeview/lines"
            try machine.check("compositor 640 480; show")
            try machine.check("create mdpy vga \(uuid); \(isShown)")
            #expect(try machine.check("end_show").contains("\"device\":\"\(uuid)\""))
            try machine.check("show; \(isShown); end_show")
            let other = UUID().uuidString.lowercased()
            try machine.check("create mdpy vga \(other)")
            // script gives it a terminal.
            let told = try machine.run(
                """
                mkdir -p /dev/pts && { mountpoint -q /dev/pts || mount -t devpts devpts /dev/pts; }
                script -qec planeview /run/planeview/said >/dev/null || echo status $?
                cat /run/planeview/said
                """)
            #expect(told.output.hasPrefix("status 1\n"), "\(told)")
            for device in [uuid, other] {
                #expect(told.output.contains("planeview --device \(device) ("), "\(told)")
            }
            try machine.check("remove \(uuid); remove \(other)")
            try machine.expectPeace()
        }

        /// A software renderer cannot map mbochs' dma-bufs (and Weston's crashes when it tries), so this compositor takes none:
        /// what is followed is seen by what is fetched. mbochs corrupts the kernel's memory when an id is fetched twice.
        @Test(arguments: VirtualMachine.Kernel.allCases)
        func everyScreenOfMbochsIsFetchedOnce(kernel: VirtualMachine.Kernel) throws {
            let machine = try machine(kernel)
            try machine.check(
                """
                create mbochs medium \(uuid)
                renderer=pixman compositor 640 480
                show_played \(uuid)
                guest mode 640 480; await 60 fetched 1
                guest offset 0 480; await 60 fetched 2
                for turn in 1 2 3; do
                    guest offset 0 0; polled 3
                    guest offset 0 480; polled 3
                done
                guest off; polled 2
                guest mode 800 600; await 60 fetched 3
                guest mode 640 480; polled 3
                """)
            #expect(try machine.check("fetches") == "3\n", "three pictures, each once")
            let tally = try Tally(machine.check("end_show"))
            #expect(tally.wlBuffersLive == 0)
            let told = try machine.check("cat /run/planeview/errors")
            #expect(told.components(separatedBy: "cannot be shown").count == 2, "once: \(told)")
            #expect(try machine.check("cat /run/planeview/status") == "0\n")
            try machine.check("remove \(uuid)")
            try machine.expectPeace()
        }
    }
}
