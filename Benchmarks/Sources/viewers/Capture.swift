import Foundation
import Samples
import TestBed

/// Measures programs that show the kernel's test camera, in the virtual machine: emulated, so only their ratios are of
/// interest.
struct Capture {
    private let machine: VirtualMachine
    private let functions: String

    /// What was measured of a program. Costs are of one presented picture.
    struct Result {
        let name: String
        /// Presented pictures a second, and the part of them that was in the camera's own memory.
        var rate = 0.0
        var zeroCopyPart = 0.0
        /// Seconds on a processor, round by round.
        var processorTimes: [Double] = []
        var processorTime: Double { Sample(processorTimes).median }
        var systemCalls: [String: Double] = [:]
        var requests = 0.0
        var bytesSent = 0.0
        var resident = 0
        var threads = 0
        /// Where its picture is not what the camera made; empty when it is.
        var differences: [String] = []
    }

    /// The camera's pictures, and the screen.
    private static let size = ScreenSize(width: 640, height: 360)
    private static let seconds = 15
    private static let rounds = 2

    private static let programs: [(name: String, command: String)] = [
        ("planeview", "planeview --device /dev/video0 --format XR24 --size 640x360"),
        ("weston-simple-dmabuf-v4l", "weston-simple-dmabuf-v4l -v /dev/video0 -f XR24 -d XR24 -s"),
        // Without the caps, it copies; with "fullscreen=true" it ends with "Window has no size set" (1.26). The shell gives
        // it the whole screen anyway.
        (
            "GStreamer waylandsink",
            "gst-launch-1.0 v4l2src device=/dev/video0 ! "
                + "'video/x-raw(memory:DMABuf),format=DMA_DRM,drm-format=XR24,width=640,height=360,framerate=5/1'"
                + " ! waylandsink"
        ),
    ]

    init(_ progress: (String) -> Void) throws {
        progress("starting the virtual machine")
        machine = try VirtualMachine()
        functions = try String(
            contentsOf: TestBed.repository.appending(path: "Benchmarks/Peers/capture.sh"), encoding: .utf8)
        try guest("prepare_camera")
    }

    @discardableResult
    private func guest(_ script: String) throws -> String { try machine.check(functions + "\n" + script) }

    func measure(_ progress: (String) -> Void) throws -> [Result] {
        var results = Self.programs.map { Result(name: $0.name) }
        for round in 1...Self.rounds {
            for (index, program) in Self.programs.enumerated() {
                progress("round \(round) of \(Self.rounds): \(program.name)")
                try steady(program.command, isFirst: round == 1, &results[index])
            }
        }
        for (index, program) in Self.programs.enumerated() {
            progress("system calls: \(program.name)")
            try trace(program.command, &results[index])
        }
        return results
    }

    /// Runs undisturbed; looks at what it shows in the first round.
    private func steady(_ command: String, isFirst: Bool, _ result: inout Result) throws {
        try guest("begin \(command)")
        let figures = try guest("figures; sleep \(Self.seconds); figures").split(separator: "\n")
            .map { $0.split(separator: " ").compactMap { Double($0) } }
        guard figures.count == 2, figures.allSatisfy({ $0.count == 4 }) else {
            throw TestBedError("\(result.name) has ended")
        }
        if isFirst { result.differences = try machine.screenshot().differences(from: Self.bars) }
        let messages = try conversation()
        let times = figures[0][0]..<figures[1][0]
        let shared = Conversation(messages, size: Self.size, kind: .shm).frameCount(in: times)
        let direct = Conversation(messages, size: Self.size, kind: .dmabuf).frameCount(in: times)
        let frames = Double(shared + direct)
        result.rate = frames / (times.upperBound - times.lowerBound)
        result.zeroCopyPart = Double(direct) / frames
        result.processorTimes.append((figures[1][1] - figures[0][1]) / 1e9 / frames)
        result.resident = Int(figures[1][2])
        result.threads = Int(figures[1][3])
        result.requests = Double(messages.count { $0.isRequest && times.contains($0.time) }) / frames
    }

    private func trace(_ command: String, _ result: inout Result) throws {
        let tool = SystemCalls.tool.joined(separator: " ")
        let moments = try guest(
            "begin \(tool) \(command); echo $EPOCHREALTIME; sleep \(Self.seconds); echo $EPOCHREALTIME"
        )
        .split(separator: "\n").compactMap { Double($0) }
        let messages = try conversation()
        let calls = SystemCalls(try guest("cat /run/planeview/trace"))
        guard moments.count == 2 else { throw TestBedError("\(result.name) has ended") }
        let times = moments[0]..<moments[1]
        let frames = Double(
            [.shm, .dmabuf].reduce(0) {
                $0 + Conversation(messages, size: Self.size, kind: $1).frameCount(in: times)
            })
        result.systemCalls = calls.counts(in: times).mapValues { Double($0) / frames }
        result.bytesSent = Double(calls.bytesSent(in: times)) / frames
    }

    /// Ends the program; what it and the compositor said to each other.
    private func conversation() throws -> [Message] {
        let process = Int32(try guest("finish").trimmingCharacters(in: .whitespacesAndNewlines))
        return try guest("cat /run/planeview/protocol").split(separator: "\n").compactMap(Message.init)
            .filter { $0.process == process }
    }

    /// Bars of three quarters of each colour (drivers/media/common/v4l2-tpg).
    private static func bars(_ x: Int, _ y: Int) -> UInt32 {
        [0xbfbfbf, 0xbfbf00, 0x00bfbf, 0x00bf00, 0xbf00bf, 0xbf0000, 0x0000bf, 0][x * 8 / size.width]
    }
}
