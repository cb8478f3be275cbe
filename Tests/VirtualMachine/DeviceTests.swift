import Foundation
import TestBed
import Testing

extension RealKernel {
    /// Proves that planeview works on a real kernel: the project's own device, whose dma-bufs a software renderer can map, is
    /// shown in a real Weston, and the pixels are compared.
    @Suite struct DeviceTests {
        private let machine: VirtualMachine
        private let uuid = UUID().uuidString.lowercased()

        init() throws { machine = try RealKernel.machine() }

        @Test func ourDeviceIsAskedByEveryName() throws {
            try machine.check("create planeview dmabuf \(uuid); control \(uuid) cursor_position '-5 17'")
            try machine.check("control \(uuid) cursor_hotspot '3 4'")
            let group = try machine.check("group \(uuid)").trimmingCharacters(in: .whitespacesAndNewlines)
            for name in [
                uuid, "/sys/bus/mdev/devices/\(uuid)", "$(realpath /sys/bus/mdev/devices/\(uuid))",
                group,
            ] {
                let report = try machine.json("planeview probe --device \(name) --json")
                let planes = try #require(report["plane"] as? [String: [String: Any]])
                #expect(planes["primary"]?["width"] as? Int == 640)
                #expect(planes["overlay"]?["state"] as? String == "off")
                #expect(planes["cursor"]?["x"] as? Int == -5)
                #expect(planes["cursor"]?["hotspot"] as? [String: Int] == ["x": 3, "y": 4])
            }
            let handed = try machine.check("play \(uuid) planeview probe --device fd:9 --json")
            #expect(handed.contains("\"device\":\"fd:9\""))
            #expect(handed.contains("\"width\":640"))
            let stranger = try machine.run("planeview probe --device fd:0")
            #expect(stranger.status == 2 && stranger.errors.contains("is not a VFIO device's descriptor"))
            try machine.check("remove \(uuid)")
        }

        @Test func aDeviceThatIsForbiddenBusyOrGoneSaysSo() throws {
            try machine.check("create planeview dmabuf \(uuid)")
            let group = try machine.check("group \(uuid)").trimmingCharacters(in: .whitespacesAndNewlines)
            let forbidden = try machine.run(
                "setpriv --reuid=65534 --clear-groups planeview probe --device \(uuid)")
            #expect(forbidden.status == 2)
            #expect(forbidden.errors.contains("sudo setfacl -m u:$USER:rw \(group)"))

            try machine.check("compositor 640 480; show --device \(uuid); await 60 at_least presented 1")
            let busy = try machine.run("planeview probe --device \(uuid)")
            #expect(busy.status == 2)
            #expect(busy.errors.contains("\(group) is in use by planeview (process "))
            let list = try machine.check("planeview list --json")
            #expect(list.contains("\"device\":\"\(uuid)\""))
            #expect(list.contains("\"program\":\"planeview\""))
            #expect(
                try machine.check("planeview list").contains(
                    "\(uuid) (planes as dma-bufs, by id of planeview): in use"))
            try machine.check("end_show; remove \(uuid)")
            let gone = try machine.run("planeview probe --device \(uuid)")
            #expect(gone.status == 2 && gone.errors.contains("there is no device \(uuid)"))
        }

        /// The kernel removes a device when nobody has it open any more: planeview must notice and let go.
        @Test(arguments: ["dmabuf", "v11", "region"])
        func aDeviceMayComeLateBeRemovedAndComeBack(type: String) throws {
            func create(_ index: Int) -> String {
                """
                create planeview \(type) \(uuid)
                control \(uuid) mode 320x240; control \(uuid) cursor 0; control \(uuid) flip \(index)
                """
            }
            try machine.check(
                """
                compositor 320 240
                show --wait --reconnect --device \(uuid)
                await 60 grep -q 'there is no device \(uuid).*; waiting for it' /run/planeview/errors
                \(create(1))
                """)
            try machine.expectPicture(DriverPictures.screen(1, 320, 240))
            let removed = try machine.run("time timeout 60 bash -c 'remove \(uuid)'")
            #expect(removed.status == 0, "\(removed.errors)")
            try machine.check("await 60 grep -q 'there is no device.*; still waiting' /run/planeview/errors")
            try machine.expectPicture(DriverPictures.screen(1, 320, 240))
            try machine.check(create(2))
            try machine.expectPicture(DriverPictures.screen(2, 320, 240))
            try machine.check("end_show; unexported \(uuid) && remove \(uuid)")
            #expect(try machine.check("cat /run/planeview/status") == "0\n")
            let told = try machine.check(
                "grep -E 'waiting|is there|is back|was removed' /run/planeview/errors")
            // Between two tries the device may be half there, which is said besides.
            let lines = told.split(separator: "\n")
            #expect(lines.count { $0 == "planeview: \(uuid) is there" } == 1, "\(told)")
            #expect(lines.count { $0.contains(" was removed; waiting for it to come back") } == 1, "\(told)")
            #expect(lines.last == "planeview: \(uuid) is back", "\(told)")
            try machine.expectPeace()
        }

        @Test func hundredsOfFlipsAreShownWithoutACopyAndWithoutANewBuffer() throws {
            try machine.check(
                """
                create planeview dmabuf \(uuid)
                control \(uuid) flip_every 1
                control \(uuid) mode 320x240
                compositor 320 240
                show --device \(uuid)
                await 300 at_least flips 300
                """, limit: 400)
            let tally = try Tally(machine.check("end_show"))
            #expect(tally.path == "direct")
            #expect(tally.bytesCopied == 0)
            #expect(tally.wlBuffersCreated == 4, "three screens and a cursor")
            #expect(tally.flips >= 300)
            #expect(tally.importFailures == 0 && tally.rejectedReplies == 0)
            #expect(try machine.check("counter \(uuid) gets") == "4\n")
            #expect(try machine.check("cat /run/planeview/status") == "0\n")
            try machine.check("unexported \(uuid)")
            try machine.check("remove \(uuid)")
            try machine.expectPeace()
        }

        /// The guest is given a monitor of the window's size, and fills the window.
        @Test func theGuestFollowsTheWindow() throws {
            try machine.check(
                """
                create planeview dmabuf \(uuid)
                control \(uuid) cursor 0; control \(uuid) mode 320x240
                compositor 640 480
                show --device \(uuid)
                await 60 grep -q up /sys/bus/mdev/devices/\(uuid)/control/link
                """)
            // What is shown across and down, in the EDID's first descriptor: 640 and 480, the upper four bits apart.
            let edid = "od -An -tu1 -j56 -N6 /sys/bus/mdev/devices/\(uuid)/control/edid | tr -s ' '"
            #expect(try machine.check(edid) == " 128 160 32 224 14 16\n")
            #expect(try machine.check("counter \(uuid) link_changes") == "2\n", "down and up")
            try machine.check("control \(uuid) mode 640x480")
            try machine.expectPicture(DriverPictures.screen(0, 640, 480))
            try machine.check("end_show; remove \(uuid)")
            try machine.check(
                """
                create planeview dmabuf \(uuid)
                show --no-resize-guest --device \(uuid)
                await 60 at_least presented 1
                end_show
                """)
            #expect(try machine.check("cat /sys/bus/mdev/devices/\(uuid)/control/link") == "unset\n")
            try machine.check("remove \(uuid)")
            try machine.expectPeace()
        }

        @Test func everyPixelIsRight() throws {
            try machine.check(
                """
                create planeview dmabuf \(uuid)
                control \(uuid) flip 1
                control \(uuid) cursor_position '100 200'
                compositor 640 480
                show --device \(uuid)
                await 60 at_least presented 2
                """)
            try machine.expectPicture(
                tolerance: 1, DriverPictures.cursor(at: (100, 200), over: DriverPictures.screen(1, 640, 480)))

            // The cursor moves and is cut at the edge; the screen flips; both while the picture is shown.
            try machine.check("control \(uuid) flip 2; control \(uuid) cursor_position '-20 450'")
            try machine.expectPicture(
                tolerance: 1, DriverPictures.cursor(at: (-20, 450), over: DriverPictures.screen(2, 640, 480)))

            // A mode change, with a stride that is longer than a row: new buffers, the same window, bands beside it.
            try machine.check("control \(uuid) cursor 0; control \(uuid) mode 480x480+64")
            let screen = DriverPictures.screen(0, 480, 480)
            let banded = { (x: Int, y: Int) in (80..<560).contains(x) ? screen(x - 80, y) : 0 }
            try machine.expectPicture(banded)

            // Off, and on again.
            try machine.check(
                "control \(uuid) primary 0; await 60 grep -q 'the guest shows nothing' /run/planeview/errors")
            try machine.expectNoPicture()
            try machine.check("control \(uuid) primary 1")
            try machine.expectPicture(banded)

            let tally = try Tally(machine.check("end_show"))
            #expect(tally.path == "direct" && tally.bytesCopied == 0)
            try machine.check("remove \(uuid)")
        }

        @Test(arguments: ["udmabuf", "heap"])
        func theDemoIsShownFromRealDMABufs(backing: String) throws {
            try machine.check(
                """
                compositor 640 480
                show --device demo:size=640x480,backing=\(backing)
                await 120 at_least presented 10
                """)
            let tally = try Tally(machine.check("end_show"))
            #expect(tally.path == "direct" && tally.bytesCopied == 0)
            #expect(tally.wlBuffersCreated <= 9)
        }
    }
}
