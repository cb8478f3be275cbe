import Foundation
import TestBed

/// A Weston without a screen, which writes down what its clients say: on its side, so that no client is slowed.
///
/// Its clients run in the root of the peers' test bed, all with the same libraries.
final class Session {
    let size: ScreenSize
    private let weston: HeadlessWeston
    private let recorder: RunningProgram
    private let record: FileHandle
    private var rest = Substring()

    init(_ size: ScreenSize) throws {
        self.size = size
        let peers = try Self.peers
        weston = try HeadlessWeston(
            size: "\(size)", preloaded: peers.appending(path: "render-node.so").path)
        try FileManager.default.copyItem(
            at: URL(filePath: try TestBed.require().program), to: weston.folder.appending(path: "planeview"))
        for program in ["floor", "gtk4-offload"] {
            try FileManager.default.copyItem(
                at: peers.appending(path: program), to: weston.folder.appending(path: program))
        }
        let file = weston.folder.appending(path: "protocol.log")
        try Data().write(to: file)
        record = try FileHandle(forReadingFrom: file)
        recorder = try weston.start(["sh", "-c", "exec weston-debug proto >protocol.log 2>recorder.errors"])
    }

    /// The session's folder, which its programs start in.
    var folder: URL { weston.folder }

    /// Where scripts/benchmark has built the peers of Benchmarks/Peers.
    private static var peers: URL {
        get throws {
            guard let path = ProcessInfo.processInfo.environment["PLANEVIEW_PEERS"] else {
                throw TestBedError("no peers: run scripts/benchmark viewers")
            }
            return URL(filePath: path)
        }
    }

    /// Starts a contender.
    ///
    /// - Parameters:
    ///   - tool: what runs it: strace or valgrind with their options.
    ///   - limit: frames after which it ends by itself.
    func start(_ contender: Contender, under tool: [String] = [], limit: Int? = nil) throws -> Run {
        _ = try newMessages()
        var command = tool + contender.command(on: size)
        if let limit, let arguments = contender.limit { command += arguments(limit) }
        // The last thing that the shell does before it becomes the program is to tell the time.
        let script = #"echo $EPOCHREALTIME; exec "$@" >/dev/null 2>errors"#
        let program = try weston.start(["bash", "-c", script, "start"] + command)
        guard let time = try program.nextLine().flatMap({ Double($0) }) else {
            throw TestBedError("\(contender.name) does not start: \(program.errors)")
        }
        return Run(contender, program, startedAt: time, in: self)
    }

    /// What was written down since this was last asked.
    func newMessages() throws -> [Message] {
        let text = rest + String(decoding: try record.readToEnd() ?? Data(), as: UTF8.self)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        rest = lines.removeLast()
        return lines.compactMap(Message.init)
    }
}
