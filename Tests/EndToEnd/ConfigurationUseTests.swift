import Foundation
import TestBed
import Testing

/// Proves that the configuration file stands before the command line, that what is wrong in it is told by file and line,
/// and that nothing but the window heeds it.
@Suite final class ConfigurationUseTests {
    private let folder = FileManager.default.temporaryDirectory.appending(
        path: "planeview-\(UUID().uuidString)")
    private var file: URL { folder.appending(path: "planeview/config") }

    init() throws {
        try FileManager.default.createDirectory(
            at: folder.appending(path: "planeview"), withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// - Returns: the status, which is 4 for a command line that is right: there is no compositor.
    private func run(_ configuration: String, _ arguments: [String]) throws -> (status: Int32, errors: String)
    {
        try Data(configuration.utf8).write(to: file)
        let program = try RunningProgram(
            TestBed.debugProgram, arguments,
            environment: [
                "XDG_CONFIG_HOME": folder.path, "XDG_RUNTIME_DIR": folder.path, "WAYLAND_DISPLAY": "nobody",
            ])
        return (try program.end(), program.errors)
    }

    @Test(arguments: [
        ("# nothing\n", ["-d", "demo"]),
        ("device = demo\noverlay\nrepaint = always\n", []),
        ("overlay\nrepaint = always\n", ["show", "-d", "demo"]),
        // The command line wins, also by the other name.
        ("device = nonsense\n", ["-d", "demo"]),
        ("device = nonsense\n", ["--device=demo"]),
        ("device = demo\ndevice = demo:size=64x64\n", []),
        ("device = nonsense\ndevice = fd:99\n", ["-d", "demo", "-d", "demo"]),
        // A window offers what there is.
        ("overlay\n", []),
        ("overlay\nwait\n", ["-d", "demo", "--no-overlay", "--no-wait"]),
        ("stats = 2\n", ["-d", "demo", "--stats"]),
        ("nonsense\n", ["-d", "demo", "--no-config"]),
    ])
    func whatIsRightIsTaken(configuration: String, arguments: [String]) throws {
        let result = try run(configuration, arguments)
        #expect(result.status == 4, "\(result.errors)")
    }

    @Test(arguments: [
        ("repaint = often\n", ["-d", "demo"], 1, "'often'"),
        ("\noverlay\nfoo = 1\n", ["-d", "demo"], 3, "'--foo'"),
        ("overlay = yes\n", ["-d", "demo"], 1, "'--overlay'"),
        ("foo\ndevice = demo\nbar\n", [], 1, "'--foo'"),
        ("device = demo\n\nframes = many\n", [], 3, "'many'"),
        ("frames = 0\n", ["-d", "demo"], 1, "--frames"),
        ("frames = many\n", ["-d", "demo", "--frames", "5"], 1, "'many'"),
        ("format = NV12\n", ["-d", "demo"], 1, "--format"),
        ("version\n", ["-d", "demo"], 1, "for the command line alone"),
        ("overlay\n--wait\n", ["-d", "demo"], 2, "'--wait' is no option"),
    ])
    func whatIsWrongIsToldByFileAndLine(
        configuration: String, arguments: [String], line: Int, text: String
    ) throws {
        let result = try run(configuration, arguments)
        #expect(result.status == 1)
        #expect(result.errors.contains("\(file.path):\(line): "), "\(result.errors)")
        #expect(result.errors.contains(text), "\(result.errors)")
    }

    @Test(arguments: [["-d", "demo", "--bogus"], ["-d", "demo", "--frames", "0"]])
    func theUsersOwnMistakesAreNotTheFiles(arguments: [String]) throws {
        let result = try run("overlay\n", arguments)
        #expect(result.status == 1)
        #expect(!result.errors.contains(file.path), "\(result.errors)")
    }

    @Test func eachDeviceOfTheFileCounts() throws {
        let result = try run("device = fd:98\ndevice = fd:99\n", [])
        #expect(result.status == 2)
        #expect(result.errors.contains("planeview: fd:98: fd:98 is not"), "\(result.errors)")
        #expect(result.errors.contains("planeview: fd:99: fd:99 is not"), "\(result.errors)")
    }

    @Test(arguments: [["list"], ["--help"], ["help", "show"], ["show", "--help"], ["--version"]])
    func whatIsNoWindowHeedsNoFile(arguments: [String]) throws {
        let result = try run("nonsense\n", arguments)
        #expect(result.status == 0, "\(result.errors)")
    }
}
