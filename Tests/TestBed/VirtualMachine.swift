import Foundation

/// The test bed's virtual machine: a real kernel with real devices. It is booted once and ends with this process.
///
/// Unchecked: a machine does one thing at a time, and the suites that use it are serialized.
package final class VirtualMachine: @unchecked Sendable {
    private let machine: RunningProgram
    /// The guest's /share, on this machine.
    let share: URL
    private var count = 0
    /// Whether a script has not ended in its time. No other is taken then.
    package private(set) var hangs = false

    /// What a script in the guest did.
    package struct Result {
        package let status: Int32
        package let output: String
        package let errors: String
    }

    /// The test bed's kernels, by their versions.
    package enum Kernel: String, CaseIterable, Sendable {
        case debian13 = "6.12"
        case debian12 = "6.1"
    }

    /// Boots, and lays out the share: the program, the kernel modules, and the scripts. The project's own device is there
    /// on the newer kernel alone.
    package init(kernel: Kernel = .debian13) throws {
        let bed = try TestBed.require()
        share = ShareFolders.make()
        let jobs = share.appending(path: "jobs")
        try FileManager.default.createDirectory(at: jobs, withIntermediateDirectories: true)
        try Self.copy(URL(filePath: bed.program), to: share, as: "planeview")
        for script in ["in-testbed", "screenshot"] { try Self.copy(TestBed.script(script), to: share) }
        let sources = TestBed.repository.appending(path: "Tests/VirtualMachine")
        for file in ["guest.sh", "nested.sh", "bochs.c", "vivid.c"] {
            try Self.copy(sources.appending(path: file), to: share)
        }
        var modules = ["\(bed.path)/kernels/\(kernel.rawValue)"]
        if kernel == .debian13 { try modules.append(Self.builtModule(sources.appending(path: "kernel"))) }
        for folder in modules {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder)
            where name.hasSuffix(".ko") {
                try Self.copy(URL(filePath: folder).appending(path: name), to: share)
            }
        }
        machine = try RunningProgram(TestBed.script("vm").path, ["--kernel", kernel.rawValue, share.path])
        _ = try machine.line { $0 == "ready" }
    }

    deinit {
        machine.closeInput()
        if hangs { machine.signal(SIGKILL) }
        _ = try? machine.end()
    }

    /// Runs a bash script in the guest; the functions of guest.sh are there. It ends with the first command that fails.
    ///
    /// - Parameter limit: seconds. Everything is emulated, and twenty times slower than it would be.
    /// - Throws: `TestBedError` with the console's last lines when the machine ends first, a kernel's oops among the
    ///   reasons, or when the script takes too long: `hangs` is true from then on.
    package func run(_ script: String, limit: Double = 240) throws -> Result {
        count += 1
        let job = "\(count)"
        let file = share.appending(path: "jobs/\(job)")
        try Data(("set -e\n. /share/guest.sh\n" + script).utf8).write(to: file.appendingPathExtension("sh"))
        // The machine says what hangs ten seconds before it is given up.
        try machine.send("\(job) \(Int(limit) - 10)")
        let answer: String
        do {
            answer = try machine.line(until: Date(timeIntervalSinceNow: limit)) { $0.hasPrefix(job + " ") }
        } catch {
            hangs = true
            let said = try? String(contentsOf: file.appendingPathExtension("err"), encoding: .utf8)
            throw TestBedError(
                """
                no answer to: \(script)
                what it said:
                \(said ?? "")
                the machine's console:
                \(console.suffix(16000))
                """)
        }
        return Result(
            status: Int32(answer.dropFirst(job.count + 1)) ?? -1,
            output: try String(contentsOf: file.appendingPathExtension("out"), encoding: .utf8),
            errors: try String(contentsOf: file.appendingPathExtension("err"), encoding: .utf8))
    }

    /// Runs a script that must succeed; its standard output.
    @discardableResult
    package func check(_ script: String, limit: Double = 240) throws -> String {
        let result = try run(script, limit: limit)
        guard result.status == 0 else {
            throw TestBedError("status \(result.status) of: \(script)\n\(result.output)\n\(result.errors)")
        }
        return result.output
    }

    /// What a script prints, which must be a JSON object.
    package func json(_ script: String) throws -> [String: Any] {
        let output = try check(script)
        guard let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] else {
            throw TestBedError("no JSON object: \(output)")
        }
        return object
    }

    /// What is on the screen of the guest's compositor.
    package func screenshot() throws -> Image { try picture("picture $file") }

    /// The picture that a script writes to `$file`.
    package func picture(_ script: String) throws -> Image {
        let name = "picture-\(count).png"
        try check("export file=/share/\(name)\n" + script)
        return try Image(contentsOf: share.appending(path: name))
    }

    private var console: String {
        (try? String(contentsOf: share.appending(path: "console.log"), encoding: .utf8)) ?? ""
    }

    private static func builtModule(_ sources: URL) throws -> String {
        let build = try RunningProgram(TestBed.script("testbed").path, ["module", sources.path])
        guard let folder = try build.nextLine(), try build.end() == 0 else {
            throw TestBedError("the kernel module does not build: \(build.errors)")
        }
        return folder
    }

    private static func copy(_ file: URL, to folder: URL, as name: String? = nil) throws {
        try FileManager.default.copyItem(
            at: file, to: folder.appending(path: name ?? file.lastPathComponent))
    }
}
