import Foundation

/// A program that runs beside a test: its standard output is read line by line, its standard error kept. It is killed
/// when its owner goes.
package final class RunningProgram {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let errorFile: URL
    private var buffered = Data()

    /// How long to wait for a line or the end: machines are shared and slow, and a test that hangs must end.
    private static let patience: TimeInterval = 120

    /// - Parameters:
    ///   - environment: added to this process's.
    package init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        errorFile = FileManager.default.temporaryDirectory.appending(
            path: "planeview-\(UUID().uuidString).err")
        try Data().write(to: errorFile)
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
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
    /// - Throws: `TestBedError` when none comes in time.
    package func nextLine() throws -> String? {
        let deadline = Date(timeIntervalSinceNow: Self.patience)
        while true {
            if let end = buffered.firstIndex(of: 0x0a) {
                let line = String(decoding: buffered[buffered.startIndex..<end], as: UTF8.self)
                buffered.removeSubrange(buffered.startIndex...end)
                return line
            }
            var entry = pollfd(
                fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
            let left = Int32(max(0, deadline.timeIntervalSinceNow * 1000))
            let ready = unsafe poll(&entry, 1, left)
            if ready < 0 && errno == EINTR { continue }
            guard ready > 0 else {
                throw TestBedError("no line from \(process.executableURL?.path ?? ""): \(errors)")
            }
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { return nil }
            buffered += data
        }
    }

    /// Reads lines until one fits.
    ///
    /// - Throws: `TestBedError` when the output ends first.
    package func line(where fits: (String) throws -> Bool) throws -> String {
        while let line = try nextLine() {
            if try fits(line) { return line }
        }
        throw TestBedError("the output of \(process.executableURL?.path ?? "") ended: \(errors)")
    }

    /// Waits for its end; its exit status.
    package func end() throws -> Int32 {
        // What it still says must be read, or it could never end.
        while try nextLine() != nil {}
        process.waitUntilExit()
        return process.terminationStatus
    }
}
