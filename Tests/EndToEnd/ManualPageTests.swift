import Foundation
import TestBed
import Testing

/// Proves that the manual page tells of the program that there is: its options, all of them and no other, its exit
/// statuses and what it counts.
@Suite struct ManualPageTests {
    private let page: [String]

    init() throws {
        let file = TestBed.repository.appending(path: "packaging/planeview.1")
        page = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    }

    /// The lines behind a heading, up to the next.
    private func section(_ heading: String) -> ArraySlice<String> {
        guard let start = page.firstIndex(of: heading) else { return [] }
        return page[(start + 1)...].prefix { !$0.hasPrefix(".Sh") && !$0.hasPrefix(".Ss") }
    }

    /// A command of `--experimental-dump-help`.
    private struct Command: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String
            /// As the page has it behind "Fl".
            var flag: String { (kind == "long" ? "-" : "") + name }
        }
        struct Argument: Decodable {
            let kind: String
            let names: [Name]?
            let shouldDisplay: Bool
        }
        let commandName: String
        let arguments: [Argument]?
        let subcommands: [Command]?

        var flags: Set<String> {
            Set((arguments ?? []).filter(\.shouldDisplay).flatMap { $0.names ?? [] }.map(\.flag))
        }
    }

    private func commands() throws -> [Command] {
        struct Dump: Decodable { let command: Command }
        let program = try RunningProgram(TestBed.debugProgram, ["--experimental-dump-help"])
        var text = ""
        while let line = try program.nextLine() { text += line }
        let root = try JSONDecoder().decode(Dump.self, from: Data(text.utf8)).command
        return (root.subcommands ?? []).filter { $0.commandName != "help" }
    }

    @Test func everyOptionIsThereAndNoOther() throws {
        let prefix = ".Ss Options of "
        var told: [String: Set<String>] = [:]
        for heading in page where heading.hasPrefix(prefix) {
            let flags = section(heading).filter { $0.hasPrefix(".It") }.flatMap { item in
                item.matches(of: /Fl (-?[a-z-]+)/).map { String($0.1) }
            }
            let names = heading.dropFirst(prefix.count).replacing(" and ", with: ", ").split(separator: ", ")
            for name in names { told[String(name), default: []].formUnion(flags) }
        }
        let commands = try commands()
        #expect(Set(told.keys) == Set(commands.map(\.commandName)))
        for command in commands {
            let there = told[command.commandName] ?? []
            #expect(command.flags.subtracting(there) == [], "missing in \(command.commandName)")
            #expect(there.subtracting(command.flags) == [], "no option of \(command.commandName)")
        }
    }

    @Test func everyExitStatusIsThere() throws {
        let source = try String(
            contentsOf: TestBed.repository.appending(path: "Sources/planeview/ExitStatus.swift"),
            encoding: .utf8)
        let statuses = source.matches(of: /case \w+ = (\d+)/).map { String($0.1) }
        let told = section(".Sh EXIT STATUS").compactMap {
            $0.wholeMatch(of: /\.It (\d+)/).map { String($0.1) }
        }
        #expect(told == statuses && !told.isEmpty)
    }

    @Test func everyFieldThatIsCountedIsThere() throws {
        let source = try String(
            contentsOf: TestBed.repository.appending(path: "Sources/planeview/StatisticsReporter.swift"),
            encoding: .utf8)
        let fields = Set(source.matches(of: /"([a-z0-9_]+)":/).map { String($0.1) })
        let words = Set(
            section(".Sh STATISTICS").filter { $0.hasPrefix(".") }
                .flatMap { $0.split(separator: " ").map(String.init) })
        // A histogram speaks for itself.
        #expect(fields.subtracting(words).subtracting(["histogram_ms"]) == [])
        #expect(fields.count > 15)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/mandoc"), "mandoc is missing"))
    func theFormatterHasNothingToSay() throws {
        let lint = try RunningProgram(
            "/usr/bin/mandoc",
            ["-T", "lint", TestBed.repository.appending(path: "packaging/planeview.1").path])
        var complaints: [String] = []
        while let line = try lint.nextLine() { complaints.append(line) }
        // Which other manual pages are installed says nothing about this one.
        #expect(complaints.filter { !$0.contains("referenced manual not found") } == [])
    }
}
