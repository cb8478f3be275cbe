import Descriptors
import Foundation
import Testing

/// Proves that a file is written whole or not at all, and that nothing else is left behind.
@Suite final class WholeFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(
        path: "planeview-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func write(_ text: String, _ path: String) throws(SystemError) {
        let bytes = Array(text.utf8)
        try unsafe WholeFile.write(bytes.span.bytes, to: path)
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    private func content(_ name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }

    private var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    @Test func aFileIsWrittenAndReplaced() throws {
        try write("first", path("a"))
        #expect(try content("a") == "first")
        try write("second", path("a"))
        #expect(try content("a") == "second")
        #expect(try files == ["a"])
    }

    @Test func aLinkStaysAndItsTargetIsReplaced() throws {
        try write("first", path("a"))
        try FileManager.default.createSymbolicLink(atPath: path("b"), withDestinationPath: path("a"))
        try write("second", path("b"))
        #expect(try content("a") == "second")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path("b")) == path("a"))
    }

    @Test func whatIsNoFileIsWrittenToAndNotReplaced() throws {
        try write("nothing", "/dev/null")
        #expect(throws: SystemError(call: "write", errno: ENOSPC)) { try self.write("a", "/dev/full") }
        var status = stat()
        #expect(unsafe stat("/dev/full", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
        #expect(throws: SystemError.self) { try self.write("a", self.folder.path) }
        #expect(try files == [])
    }

    @Test func aFolderThatIsNotThereIsAnError() throws {
        let error = SystemError(call: "open", errno: ENOENT)
        #expect(throws: error) { try self.write("a", self.path("none/a")) }
    }

    @Test func whatDoesNotFitLeavesWhatWasThere() async throws {
        try write("first", path("a"))
        await #expect(processExitsWith: .success) { [file = path("a") as String] in
            #expect(
                WholeFileTests.errorWithoutRoom(writing: file) == SystemError(call: "write", errno: EFBIG))
        }
        #expect(try content("a") == "first")
        #expect(try files == ["a"])
    }

    /// What is thrown in a process whose files may not grow beyond 100 bytes: what a full disk does, in another number.
    private static func errorWithoutRoom(writing path: String) -> SystemError? {
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: 100, rlim_max: 100)
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        let bytes = [UInt8](repeating: 1, count: 1000)
        do throws(SystemError) {
            try unsafe WholeFile.write(bytes.span.bytes, to: path)
            return nil
        } catch {
            return error
        }
    }
}
