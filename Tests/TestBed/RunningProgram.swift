package import Foundation

/// A program that runs beside a test: its standard output is read line by line, its standard error kept. It is ended
/// when its owner goes.
package final class RunningProgram {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let name: String
    private let errorFile: URL
    private var buffered = Data()

    /// - Parameters:
    ///   - program: a path.
    ///   - environment: added to this process's.
    package init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        // A line for a program that has gone is an error of `send`, and not this process's end.
        Foundation.signal(SIGPIPE, SIG_IGN)
        name = URL(filePath: program).lastPathComponent
        errorFile = FileManager.default.temporaryDirectory.appending(
            path: "planeview-\(UUID().uuidString).err")
        try Data().write(to: errorFile)
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        // What the user of this machine has configured is no part of a test.
        process.environment = ProcessInfo.processInfo.environment
            .merging(["XDG_CONFIG_HOME": "/dev/null"]) { $1 }.merging(environment) { $1 }
        process.standardInput = input
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errorFile)
        try process.run()
    }

    deinit {
        if process.isRunning { process.terminate() }
        try? FileManager.default.removeItem(at: errorFile)
    }

    package var processIdentifier: Int32 { process.processIdentifier }

    /// What it wrote to standard error so far.
    package var errors: String { (try? String(contentsOf: errorFile, encoding: .utf8)) ?? "" }

    /// Waits until it has written a text to standard error so often. What it says on standard output meanwhile is let go.
    package func awaitError(_ text: String, times: Int = 1) throws {
        let deadline = Date.patience
        while errors.components(separatedBy: text).count <= times {
            guard deadline.timeIntervalSinceNow > 0, process.isRunning else {
                throw TestBedError("\(name) never said '\(text)': \(errors)")
            }
            // Not longer than a look at the file may wait.
            _ = try? nextLine(until: Date(timeIntervalSinceNow: 0.1))
        }
    }

    /// Sends a line to its standard input.
    package func send(_ line: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
    }

    /// Ends its standard input.
    package func closeInput() {
        try? input.fileHandleForWriting.close()
    }

    package func signal(_ number: Int32) {
        kill(process.processIdentifier, number)
    }

    /// The next line of its standard output; nil at the end.
    ///
    /// - Throws: `TestBedError` when none comes until the deadline.
    package func nextLine(until deadline: Date = .patience) throws -> String? {
        while true {
            if let end = buffered.firstIndex(of: 0x0a) {
                let line = String(decoding: buffered[buffered.startIndex..<end], as: UTF8.self)
                buffered.removeSubrange(buffered.startIndex...end)
                return line
            }
            let descriptor = output.fileHandleForReading.fileDescriptor
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = unsafe poll(&entry, 1, Int32(max(0, deadline.timeIntervalSinceNow * 1000)))
            if ready < 0 && errno == EINTR { continue }
            guard ready > 0 else { throw TestBedError("\(name) said nothing more: \(errors)") }
            let data = output.fileHandleForReading.availableData
            if !data.isEmpty {
                buffered += data
                continue
            }
            // The last line may have no end.
            defer { buffered.removeAll() }
            return buffered.isEmpty ? nil : String(decoding: buffered, as: UTF8.self)
        }
    }

    /// Reads lines until one fits.
    ///
    /// - Throws: `TestBedError` when the output ends or the deadline passes first.
    package func line(
        until deadline: Date = .patience, where fits: (String) throws -> Bool
    ) throws -> String {
        while let line = try nextLine(until: deadline) {
            if try fits(line) { return line }
            if deadline.timeIntervalSinceNow < 0 { break }
        }
        throw TestBedError("\(name) never said what was waited for: \(errors)")
    }

    /// Waits for its end; its exit status, or 128 and the number of the signal that ended it.
    package func end() throws -> Int32 {
        let deadline = Date.patience
        // What it still says must be read, or it could never end.
        while try nextLine(until: deadline) != nil {
            guard deadline.timeIntervalSinceNow > 0 else {
                throw TestBedError("\(name) does not end: \(errors)")
            }
        }
        process.waitUntilExit()
        return process.terminationReason == .exit
            ? process.terminationStatus : 128 + process.terminationStatus
    }
}

extension Date {
    /// How long a test waits for anything at most: machines are shared and slow, and a test that hangs must end.
    package static var patience: Date { Date(timeIntervalSinceNow: 120) }
}
