import Foundation
import TestBed
import Testing

/// Proves, with the program as users have it in a real Weston, that whatever the system refuses, and whenever a signal comes,
/// it ends in order: by itself, with the right status, and with a sentence where something failed.
@Suite(.enabled(if: TestBed.isAvailable, "run scripts/test"), .serialized)
struct ProcessFaultTests {
    private static let device = "demo:size=64x64,rate=120,buffers=3"
    /// What was refused may never come: then the time ends it.
    private static let ends = ["--frames=3", "--duration=2"]

    /// The system's reasons for refusing a call.
    private static let reasons: [String: [Int32]] = [
        "memfd_create": [EMFILE, ENOMEM], "mmap": [ENOMEM], "ftruncate": [ENOMEM], "open": [EMFILE, ENOMEM],
        "dup": [EMFILE], "socket": [EMFILE, ENOMEM], "epoll_create1": [EMFILE, ENOMEM],
        "epoll_ctl": [ENOMEM, ENOSPC], "signalfd": [EMFILE], "timerfd_create": [EMFILE],
        "sendmsg": [ENOMEM, EPIPE], "recvmsg": [ENOMEM, ECONNRESET],
    ]

    /// How often each call was made.
    private func calls(_ weston: HeadlessWeston) throws -> [String: Int] {
        let file = FileManager.default.temporaryDirectory.appending(path: "planeview-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        let program = try weston.planeview(
            "--device", Self.device, Self.ends[0], preloading: TestBed.systemCallFaults,
            environment: ["PLANEVIEW_CALLS": file.path])
        try #require(try program.end() == 0)
        let pairs = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
            let words = line.split(separator: " ")
            return (String(words[0]), Int(words[1]) ?? 0)
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    /// Runs it with a fault; its status, and what it said.
    private func run(_ weston: HeadlessWeston, _ fault: String) throws -> (status: Int32, said: String) {
        let program = try weston.planeview(
            "--device", Self.device, Self.ends[0], Self.ends[1], preloading: TestBed.systemCallFaults,
            environment: ["PLANEVIEW_FAULT": fault])
        return (try program.end(), program.errors)
    }

    @Test(arguments: ["gl", "pixman"])
    func everyRefusalOfTheSystemEndsInOrder(renderer: String) throws {
        let weston = try HeadlessWeston(size: "64x64", renderer: renderer)
        let calls = try calls(weston)
        var runs = 0
        for (name, reasons) in Self.reasons.sorted(by: { $0.key < $1.key }) {
            let count = try #require(calls[name])
            #expect(count > 0, "\(name) is not called")
            // Its start, and what comes again and again.
            for number in 1...max(min(count, 12), 1) {
                for reason in reasons {
                    let (status, said) = try run(weston, "\(name):\(number):\(reason)")
                    let isConnection = ["sendmsg", "recvmsg"].contains(name) && reason != ENOMEM
                    #expect(
                        status == 0 || status == (isConnection ? 4 : 5),
                        "\(name) \(number) \(reason): \(status), \(said)")
                    #expect(
                        status == 0 || said.contains("planeview: "), "\(name) \(number) \(reason): \(said)")
                    runs += 1
                }
            }
        }
        #expect(runs > 30)
    }

    /// From the fewest with which the dynamic linker gets that far.
    @Test func tooFewDescriptorsAreSaid() throws {
        let weston = try HeadlessWeston(size: "64x64")
        var statuses: [Int32] = []
        for count in 4...30 {
            let program = try weston.planeview(
                "--device", Self.device, Self.ends[0], Self.ends[1], by: "/usr/bin/prlimit",
                "--nofile=\(count)")
            let status = try program.end()
            #expect(status == 0 || status == 5, "\(count): \(status), \(program.errors)")
            #expect(
                status == 0 || program.errors.contains("Too many open files"), "\(count): \(program.errors)")
            statuses.append(status)
        }
        #expect(statuses.first == 5 && statuses.last == 0)
    }

    /// Before the signals are its own, one ends it as the system does; from then on it ends in order.
    @Test func aSignalAtAnyMomentEndsIt() throws {
        let weston = try HeadlessWeston(size: "64x64")
        let calls = try calls(weston)
        var statuses: Set<Int32> = []
        for (name, count) in calls.sorted(by: { $0.key < $1.key }) where count > 0 {
            for number in 1...min(count, 12) {
                let (status, said) = try run(weston, "\(name):\(number):-\(SIGTERM)")
                #expect(status == 0 || status == 128 + SIGTERM, "\(name) \(number): \(status), \(said)")
                statuses.insert(status)
            }
        }
        #expect(statuses == [0, 128 + SIGTERM])
        // It waits for nothing but events by then.
        #expect(try run(weston, "wait:\(try #require(calls["wait"])):-\(SIGTERM)").status == 0)
    }

    /// What would be said goes nowhere, and to no other file; the picture is right.
    @Test(arguments: [">&-", "2>&-", "<&-", "<&- >&- 2>&-", ">/dev/full", ">/dev/full 2>/dev/full"])
    func whereNobodyListensItIsShownAllTheSame(redirection: String) throws {
        let weston = try HeadlessWeston(size: "640x480")
        let viewer = try weston.planeview(
            "--device", "demo:size=640x480,rate=0,backing=memfd", "--stats=0.05", "--stats-format=json",
            by: "/bin/sh", "-c", "exec \"$0\" \"$@\" \(redirection)")
        let still = try StillDemo(size: "640x480")
        let deadline = Date.patience
        var differences: [String] = []
        repeat {
            differences = try still.differences(in: weston.screenshot())
        } while !differences.isEmpty && deadline.timeIntervalSinceNow > 0
        #expect(differences == [])
        viewer.signal(SIGTERM)
        #expect(try viewer.end() == 0)
    }

    @Test func aReaderOfTheStatisticsMayGo() throws {
        let weston = try HeadlessWeston(size: "64x64")
        let viewer = try weston.planeview(
            "--device", Self.device, "--stats=0.05", "--stats-format=json", "--frames=200", by: "/bin/bash",
            "-c",
            "set -o pipefail; \"$0\" \"$@\" | head -n 1")
        let line = try viewer.nextLine()
        #expect(line?.hasPrefix("{") == true)
        #expect(try viewer.end() == 0)
    }

    /// The compositor's socket is a link, which leads to another Weston after the first one's crash.
    @Test func aCompositorThatComesBackIsShownThePictureAgain() throws {
        let first = try HeadlessWeston(size: "640x480")
        let link = FileManager.default.temporaryDirectory.appending(path: "planeview-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: link) }
        func lead(to weston: HeadlessWeston) throws {
            try? FileManager.default.removeItem(at: link)
            try FileManager.default.createSymbolicLink(
                at: link, withDestinationURL: weston.folder.appending(path: "wayland-1"))
        }
        try lead(to: first)
        let viewer = try first.planeview(
            "--device", "demo:size=640x480,rate=0,backing=memfd", "--reconnect", "--stats=0.1",
            "--stats-format=json", by: "/usr/bin/env", environment: ["WAYLAND_DISPLAY": link.path])
        let before = try Tally(viewer.line { try Tally($0).presented >= 2 })
        first.crash()
        try viewer.awaitError("the compositor is gone; waiting for it to come back")
        let second = try HeadlessWeston(size: "640x480")
        try lead(to: second)
        try viewer.awaitError("the compositor is back")
        let still = try StillDemo(size: "640x480")
        let deadline = Date.patience
        var differences: [String] = []
        repeat {
            differences = try still.differences(in: second.screenshot())
        } while !differences.isEmpty && deadline.timeIntervalSinceNow > 0
        #expect(differences == [])
        let after = try Tally(viewer.line { try Tally($0).presented >= 2 })
        #expect(after.fdsOpen <= before.fdsOpen && after.wlBuffersLive == before.wlBuffersLive)
        // And once more, for good: whoever waits can be ended.
        second.crash()
        try viewer.awaitError("the compositor is gone; waiting for it to come back", times: 2)
        viewer.signal(SIGTERM)
        #expect(try viewer.end() == 0)
    }
}
