import Foundation
import TestBed
import Testing

extension RealKernel {
    /// Proves that the device of a running process is borrowed, shown, and let go of when that process ends.
    @Suite struct BorrowTests {
        private let machine: VirtualMachine
        private let uuid = UUID().uuidString.lowercased()

        init() throws { machine = try RealKernel.machine() }

        /// A process that holds the device as a virtual machine does.
        private func start(owner type: String) throws {
            try machine.check(
                """
                create planeview \(type) \(uuid)
                build_bochs
                (trap '' HUP; /tmp/bochs "$(group \(uuid))" \(uuid) /run/planeview/guest sleep 100000 &
                 echo $! >/run/planeview/owner)
                await 60 test -e /run/planeview/guest
                """)
        }

        @Test func aBorrowedDeviceIsLetGoOfWhenItsOwnerEnds() throws {
            try start(owner: "dmabuf")
            try machine.check(
                """
                control \(uuid) mode 320x240; control \(uuid) cursor_position '100 150'
                compositor 320 240
                show --device "pid:$(cat /run/planeview/owner)/\(uuid)"
                """)
            let cursor = (x: 100, y: 150)
            for index in [0, 1] {
                try machine.check("control \(uuid) flip \(index)")
                try machine.expectPicture(
                    tolerance: 1,
                    DriverPictures.cursor(at: cursor, over: DriverPictures.screen(index, 320, 240)))
            }
            #expect(
                try machine.run("planeview probe --device \(uuid)").errors.contains(
                    "look on with --device pid:"))
            try machine.check(
                "end \"$(cat /run/planeview/owner)\" TERM; await 60 test -s /run/planeview/status")
            #expect(try machine.check("cat /run/planeview/status") == "3\n")
            #expect(
                try machine.check("tail -n 1 /run/planeview/errors").contains("the virtual machine has ended")
            )
            #expect(try machine.check("counter \(uuid) gets") == "3\n", "two screens and a cursor, once each")
            // Nobody keeps it in use any more.
            _ = try machine.json("planeview probe --device \(uuid) --json")
            try machine.check("unexported \(uuid)")
            try machine.check("remove \(uuid)")
            try machine.expectPeace()
        }

        @Test func whatCannotBeBorrowedSaysWhy() throws {
            try start(owner: "dmabuf")
            let owner = try machine.check("cat /run/planeview/owner").trimmingCharacters(
                in: .whitespacesAndNewlines)
            let report = try machine.json("planeview probe --device pid:\(owner) --json")
            #expect(report["device"] as? String == uuid, "the group tells which it is")
            let stranger = try machine.run(
                "setpriv --reuid=65534 --clear-groups planeview probe --device pid:\(owner)")
            #expect(stranger.status == 2 && stranger.errors.contains("belongs to another user"))
            let other = try machine.run("planeview probe --device pid:$$")
            #expect(other.status == 2 && other.errors.contains("has no VFIO device with a display open"))
            let nobody = try machine.run("planeview probe --device pid:4000000")
            #expect(nobody.status == 2 && nobody.errors.contains("there is no process 4000000"))
            try machine.check("end \(owner) TERM; remove \(uuid)")
        }
    }
}
