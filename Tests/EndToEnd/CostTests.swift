import Foundation
import TestBed
import Testing

/// Proves, in a real Weston, what a presented flip of the demo device costs the whole program, as users have it. The device
/// answers without a system call, so that what is counted is planeview's own: each plane of a VFIO device adds one
/// (VFIOTests/PollCostTests.swift).
@Suite(.enabled(if: TestBed.isAvailable, "run scripts/test"), .serialized)
struct CostTests {
    /// Small, so that a software renderer keeps up on a busy machine.
    private static let device = "demo:size=64x64,rate=120,buffers=3,backing=memfd"

    private let folder = FileManager.default.temporaryDirectory.appending(
        path: "planeview-\(UUID().uuidString)")

    /// What happened between two waits, the first of them included.
    private struct Turn {
        var calls: [Substring] = []
        /// What was sent to the compositor, in bytes.
        var sent = 0
        var passesDescriptors = false
    }

    /// The turns of a program, by what strace wrote.
    private func turns(_ file: URL) throws -> [Turn] {
        var turns: [Turn] = []
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            guard let name = line.prefixMatch(of: #/([a-z_0-9]+)\(/#)?.1 else { continue }
            if name.hasPrefix("epoll_") && name != "epoll_ctl" { turns.append(Turn()) }
            guard !turns.isEmpty else { continue }
            turns[turns.count - 1].calls.append(name)
            guard name == "sendmsg" else { continue }
            // Its result.
            turns[turns.count - 1].sent += line.split(separator: "= ").last.flatMap { Int($0) } ?? 0
            if line.contains("SCM_RIGHTS") { turns[turns.count - 1].passesDescriptors = true }
        }
        return turns
    }

    @Test func aPresentedFlipIsOneWakeUpAndFourSystemCalls() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "calls")
        let weston = try HeadlessWeston(size: "64x64")
        let viewer = try weston.tracedPlaneview("--device", Self.device, "--frames=600", into: file)
        #expect(try viewer.end() == 0)
        // The start, and the end, are no steady state. An attach and the two commits alone are more than 24 bytes, which is
        // what a cursor's motion takes.
        let turns = try turns(file).dropFirst(150).dropLast(5)
        let flips = turns.filter { $0.sent > 24 }
        try #require(flips.count > 200)
        for flip in flips {
            #expect(flip.calls.count <= 4, "\(flip.calls)")
            #expect(flip.sent <= 96 + 12, "and now and then a frame callback")
            #expect(!flip.passesDescriptors)
        }
        // Where the compositor is late, as it is on a busy machine, its answers are waited for.
        let alone = zip(turns, turns.dropFirst()).count { $0.sent > 0 && $1.sent > 24 }
        #expect(alone > flips.count / 2, "\(alone) of \(flips.count) took one wake-up")
        for turn in turns where turn.sent == 0 { #expect(turn.calls.count <= 3, "\(turn.calls)") }
    }

    @Test func aPresentedFlipAllocatesNothing() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let weston = try HeadlessWeston(size: "64x64")
        let counts = try [300, 900].map { frames in
            let file = folder.appending(path: "\(frames)")
            let viewer = try weston.planeview(
                // The sandbox would keep the counter from writing its file.
                "--device", Self.device, "--frames=\(frames)", "--no-sandbox",
                preloading: TestBed.allocationCounter,
                environment: ["PLANEVIEW_ALLOCATIONS": file.path])
            #expect(try viewer.end() == 0)
            let text = try String(contentsOf: file, encoding: .utf8)
            return try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        }
        #expect(counts[0] > 100, "it counts")
        // A list may grow once more in the longer run.
        #expect(abs(counts[1] - counts[0]) < 60, "\(counts) for 600 frames more")
    }
}
