import Foundation
import TestBed
import Testing

/// Proves that what lies around the program says the same as the program, and is what desktops can read.
@Suite struct PackagingTests {
    private func text(_ path: String) throws -> String {
        try String(contentsOf: TestBed.repository.appending(path: path), encoding: .utf8)
    }

    private func output(_ program: String, _ arguments: String...) throws -> (status: Int32, text: String) {
        let program = try RunningProgram(program, arguments)
        var text = ""
        while let line = try program.nextLine() { text += line + "\n" }
        return (try program.end(), text + program.errors)
    }

    private func version() throws -> String {
        try output(TestBed.debugProgram, "--version").text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The newest entry is of the version that is built, or is yet to get one.
    @Test func theChangelogIsOfThisVersion() throws {
        let version = try version()
        #expect(version.wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
        let entries = try text("CHANGELOG.md").matches(of: /(?m)^## \[?([^\]\s]+)/).map { String($0.1) }
        let newest = try #require(entries.first)
        #expect(newest == version || newest == "Unreleased" && !entries.contains(version))
    }

    @Test func softwareCentresAreToldThisVersion() throws {
        let newest = try text("packaging/planeview.metainfo.xml").firstMatch(of: /<release version="([^"]+)"/)
        #expect(try newest?.1 == version()[...])
    }

    /// Compositors find the window's name and icon by this.
    @Test func theDesktopFileHasTheWindowsName() throws {
        let window = try text("Sources/Presentation/Window.swift")
        let name = try #require(window.firstMatch(of: /applicationID = "([^"]+)"/)?.1)
        let entry = try text("packaging/\(name).desktop")
        #expect(entry.contains("\nIcon=\(name)\n") && entry.contains("\nStartupWMClass=\(name)\n"))
        #expect(
            try text("packaging/\(name).metainfo.xml").contains(
                "<launchable type=\"desktop-id\">\(name).desktop<"))
        #expect(try text("packaging/\(name).svg").contains("<svg "))
    }

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/desktop-file-validate"),
            "desktop-file-utils is missing"))
    func theDesktopFileIsValid() throws {
        let file = TestBed.repository.appending(path: "packaging/planeview.desktop").path
        let result = try output("/usr/bin/desktop-file-validate", file)
        #expect(result.status == 0 && result.text.isEmpty, "\(result.text)")
    }

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/appstreamcli"), "appstream is missing")
    )
    func theMetainfoIsValid() throws {
        // The name is no reversed domain's: the project has none.
        let result = try output(
            "/usr/bin/appstreamcli", "validate", "--no-net", "--override=cid-desktopapp-is-not-rdns=info",
            TestBed.repository.appending(path: "packaging/planeview.metainfo.xml").path)
        #expect(result.status == 0, "\(result.text)")
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func shellsCompleteTheDevice(shell: String) throws {
        let script = try output(TestBed.debugProgram, "--generate-completion-script", shell)
        #expect(script.status == 0 && script.text.contains("---completion"))
        let names = try output(TestBed.debugProgram, "---completion", "show", "--", "--device", "0", "0", "")
        #expect(names.text.split(separator: "\n").contains("demo"))
    }
}
