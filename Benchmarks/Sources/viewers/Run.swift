import Foundation
import TestBed

/// A contender that runs, or has run, in a session.
final class Run {
    let contender: Contender
    /// When it was executed; seconds since 1970.
    let startTime: Double
    private let program: RunningProgram
    private let session: Session
    private var messages: [Message] = []

    init(_ contender: Contender, _ program: RunningProgram, startedAt time: Double, in session: Session) {
        self.contender = contender
        self.program = program
        self.session = session
        startTime = time
    }

    var process: Int32 { program.processIdentifier }

    /// What it and the compositor have said so far.
    func conversation() throws -> Conversation {
        messages += try session.newMessages().filter { $0.process == process }
        return Conversation(
            messages, size: contender.pictureSize ?? session.size, kind: contender.pictures)
    }

    /// Waits until so many frames were presented.
    func awaitFrames(_ count: Int) throws {
        let deadline = Date.patience
        while try conversation().frames.count < count {
            guard deadline.timeIntervalSinceNow > 0 else {
                let errors = try? String(
                    contentsOf: session.folder.appending(path: "errors"), encoding: .utf8)
                throw TestBedError("\(contender.name) shows nothing: \(errors ?? "")")
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    /// Ends it, or waits for its end where it has a limit.
    func end(awaited: Bool = false) throws {
        if !awaited { program.signal(SIGTERM) }
        _ = try program.end()
        // The compositor may still be reading what it sent last.
        Thread.sleep(forTimeInterval: 0.1)
    }
}
