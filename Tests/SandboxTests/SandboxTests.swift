import Foundation
import Glibc
import Testing

/// Proves that a process in the sandbox can show what it shows, and do nothing else: another program enters it and tries.
@Suite struct SandboxTests {
    private static let allowed = [
        "read-library", "make-picture", "rename-picture", "open-device", "make-memory", "load-library",
        "unix-socket",
        "start-thread", "run-memory",
    ]
    private static let refused: [String: Int32] = [
        "reset-device": EPERM, "set-interrupts": EPERM, "type-into-terminal": EPERM, "write-region": EPERM,
        "read-secret": EACCES, "write-elsewhere": EACCES, "open-other-device": EACCES,
        "read-other-process": EACCES,
        "internet-socket": EPERM, "netlink-socket": EPERM, "signal-parent": EPERM, "change-mode": EPERM,
        "become-another": EPERM, "change-root": EPERM, "mount": EPERM, "right-to-trace": EPERM,
        "take-descriptor": EPERM, "trace": EPERM, "read-memory": EPERM,
        "fork": EPERM, "execute": EPERM,
    ]

    /// The errno of each act, by name.
    ///
    /// - Parameter task: "lending", or nothing for showing.
    private func acts(_ task: String? = nil) throws -> [String: Int32] {
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("planeview-acts-\(UUID())")
        let folder = place.appendingPathComponent("pictures")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        try Data("secret".utf8).write(to: place.appendingPathComponent("secret"))
        let process = Process()
        // Beside this test's own program.
        process.executableURL = try #require(Bundle.main.executableURL).deletingLastPathComponent()
            .appendingPathComponent("SandboxedActs")
        process.arguments = [folder.path, task].compactMap(\.self)
        // At its end, the address sanitizer would trace the process, which the sandbox forbids.
        process.environment = ProcessInfo.processInfo.environment.merging(["ASAN_OPTIONS": "detect_leaks=0"])
        { $1 }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 0, "\(text)")
        let planted = place.appendingPathComponent("planted").path
        #expect(!FileManager.default.fileExists(atPath: planted))
        let words = text.split(separator: "\n").map { $0.split(separator: " ") }
        return Dictionary(uniqueKeysWithValues: words.map { (String($0[0]), Int32($0.last ?? "") ?? -1) })
    }

    @Test func whatShowingTakesIsAllowedAndNothingElse() throws {
        var acts = try acts()
        #expect(acts["gap"] == nil, "this kernel has all of it")
        for name in Self.allowed { #expect(acts.removeValue(forKey: name) == 0, "\(name)") }
        // It reached the kernel, which knows that this is no VFIO device.
        #expect(acts.removeValue(forKey: "query-plane") == ENOTTY)
        #expect(acts == Self.refused)
    }

    /// It opens nothing at all, connects to nothing, starts no threads, and runs no memory that it has written.
    @Test func aLenderMayAskAndAnswerAndNothingElse() throws {
        var acts = try acts("lending")
        #expect(acts["gap"] == nil, "this kernel has all of it")
        #expect(acts.removeValue(forKey: "make-memory") == 0)
        // It reached the kernel, with a device that could not be opened.
        #expect(acts.removeValue(forKey: "query-plane") == EBADF)
        // The program may have it already.
        acts["load-library"] = nil
        let names = Set(Self.allowed + Self.refused.keys).subtracting(["make-memory", "load-library"])
        #expect(acts == Dictionary(uniqueKeysWithValues: names.map { ($0, EPERM) }))
    }

    /// As a user's copy of the program has it, for `pid:N`: by its file, and here by its user.
    @Test(.enabled(if: getuid() == 0, "needs root")) func theRightToTraceIsGivenUp() throws {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("CapEff:") })
        let rights = try #require(UInt64(line.dropFirst(8), radix: 16))
        #expect(rights >> 19 & 1 == 1, "it was there")
        #expect(try acts()["right-to-trace"] == EPERM)
    }
}
