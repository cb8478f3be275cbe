import Foundation
import TestBed
import Testing

extension RealKernel {
    /// Proves that the device of a running process is borrowed by a process that does nothing else, is shown, and is let go of
    /// when its owner ends.
    @Suite struct BorrowTests {
        private let machine: VirtualMachine
        private let uuid = UUID().uuidString.lowercased()

        init() throws { machine = try RealKernel.machine() }

        /// A process that holds the device as a virtual machine does.
        ///
        /// - Parameter isLate: it opens the device when there is a file "open".
        private func start(owner device: String, isLate: Bool = false) throws {
            let wait = isLate ? "until [ -e /run/planeview/open ]; do sleep 0.1; done;" : ""
            try machine.check(
                """
                create \(device) \(uuid)
                build_bochs
                rm -f /run/planeview/open /run/planeview/guest /run/planeview/owner
                (trap '' HUP; exec bash -c 'echo $$ >/run/planeview/owner; \(wait)
                    exec /tmp/bochs "$1" \(uuid) /run/planeview/guest sleep 100000' owner "$(group \(uuid))") &
                await 60 test -\(isLate ? "s /run/planeview/owner" : "e /run/planeview/guest")
                """)
        }

        /// What each of planeview's two processes has of the device, and what each has given up.
        private func expectThatTheLenderAloneHasTheDevice(location: SourceLocation = #_sourceLocation) throws
        {
            let found = try machine.check(
                """
                viewer=$(cat /run/planeview/planeview.pid)
                lender=$(tr -d ' ' </proc/$viewer/task/$viewer/children)
                tr '\\0' ' ' </proc/$lender/cmdline; echo
                for process in $viewer $lender; do
                    ls -l /proc/$process/fd | sed -n 's/.*-> .*\\(vfio.*\\)/\\1/p'
                    grep -E 'NoNewPrivs|Seccomp:' /proc/$process/status
                done
                ls -l /proc/$lender/fd | grep -c -- '->'
                """)
            let owner = try machine.check("cat /run/planeview/owner").trimmingCharacters(
                in: .whitespacesAndNewlines)
            let lines = found.split(separator: "\n").map(String.init)
            #expect(lines.first?.hasPrefix("planeview lend \(owner)") == true, sourceLocation: location)
            let confined = ["NoNewPrivs:\t1", "Seccomp:\t2"]
            // The lender has standard input, output and error, its socket, the machine's process, and the device.
            #expect(
                Array(lines.dropFirst()) == confined + ["vfio-device]"] + confined + ["6"],
                sourceLocation: location)
        }

        private func expectNoLender() throws {
            try machine.check("await 20 eval '! grep -lzx [l]end /proc/[0-9]*/cmdline 2>/dev/null'")
        }

        @Test func aBorrowedDeviceIsLetGoOfWhenItsOwnerEnds() throws {
            try start(owner: "planeview dmabuf")
            try machine.check(
                """
                control \(uuid) mode 320x240; control \(uuid) cursor_position '100 150'
                compositor 320 240
                show --device "pid:$(cat /run/planeview/owner)/\(uuid)"
                """)
            let cursor = (x: 100, y: 150)
            try machine.check("await 60 at_least presented 1")
            try expectThatTheLenderAloneHasTheDevice()
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
            try expectNoLender()
            // Nobody keeps it in use any more.
            _ = try machine.json("planeview probe --device \(uuid) --json")
            try machine.check("unexported \(uuid)")
            try machine.check("remove \(uuid)")
            try machine.expectPeace()
        }

        /// The lender copies what is in a region. It is started before the machine has the device, because later, in the
        /// sandbox, none could be.
        @Test func aBorrowedRegionIsShownAsSoonAsTheMachineHasIt() throws {
            try start(owner: "mdpy vga", isLate: true)
            try machine.check(
                """
                compositor 640 480
                show --wait --device "pid:$(cat /run/planeview/owner)/\(uuid)"
                await 60 grep -q 'has no VFIO device with a display open' /run/planeview/errors
                touch /run/planeview/open
                await 60 test -e /run/planeview/guest
                guest paint 336699
                """)
            try machine.expectPicture { _, _ in 0x336699 }
            try machine.check("guest paint ffcc00")
            try machine.expectPicture { _, _ in 0xffcc00 }
            try expectThatTheLenderAloneHasTheDevice()
            let picture = try machine.picture(
                "planeview screenshot --device pid:$(cat /run/planeview/owner) $file")
            #expect(picture.differences { _, _ in 0xffcc00 } == [])
            let tally = try Tally(machine.check("end_show"))
            #expect(tally.path == "udmabuf" && tally.rejectedReplies == 0)
            #expect(try machine.check("cat /run/planeview/status") == "0\n")
            try expectNoLender()
            try machine.check("end \"$(cat /run/planeview/owner)\" TERM; remove \(uuid)")
            try machine.expectPeace()
        }

        @Test func aLenderThatIsKilledIsTold() throws {
            try start(owner: "planeview dmabuf")
            try machine.check(
                """
                compositor 320 240
                show --device "pid:$(cat /run/planeview/owner)"
                await 60 at_least presented 1
                viewer=$(cat /run/planeview/planeview.pid)
                kill -KILL $(cat /proc/$viewer/task/$viewer/children)
                await 60 test -s /run/planeview/status
                """)
            #expect(try machine.check("cat /run/planeview/status") == "3\n")
            let told = try machine.check("tail -n 1 /run/planeview/errors")
            #expect(told.contains("the process that held \(uuid) of sleep (process "), "\(told)")
            #expect(told.contains("for planeview was ended by signal 9"), "\(told)")
            try machine.check("end \"$(cat /run/planeview/owner)\" TERM; unexported \(uuid); remove \(uuid)")
            try machine.expectPeace()
        }

        @Test func whatCannotBeBorrowedSaysWhy() throws {
            try start(owner: "planeview dmabuf")
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
