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

    @Test func whatIsInstalledCompletesAndIsTakenAwayAgain() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "planeview-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func install(_ arguments: String...) throws -> Int32 {
            try RunningProgram(
                TestBed.script("install").path, arguments,
                environment: [
                    "DESTDIR": folder.path, "PREFIX": "/usr", "PLANEVIEW_PROGRAM": TestBed.debugProgram,
                ]
            ).end()
        }
        func files() throws -> Set<String> {
            let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            return Set(
                try paths.filter {
                    let kind = try FileManager.default.attributesOfItem(
                        atPath: folder.appending(path: $0).path)[.type]
                    return kind as? FileAttributeType != .typeDirectory
                })
        }
        #expect(try install() == 0)
        let installed = try files()
        #expect(installed.isSuperset(of: ["usr/bin/planeview", "usr/share/man/man1/planeview.1"]))
        #expect(installed.count == 14)
        // Again, over what is there.
        #expect(try install() == 0)
        #expect(try files() == installed)
        for (line, word) in [
            ("--device de", "demo"), ("show --repaint al", "always"), ("--no-over", "--no-overlay"),
        ] {
            #expect(try completions(of: "planeview " + line, in: folder) == [word])
        }
        #expect(try install("--uninstall") == 0)
        #expect(try files() == [])
        #expect(try install("--uninstall") == 0)
    }

    /// What bash offers at a line's end.
    private func completions(of line: String, in folder: URL) throws -> [String] {
        let words = line.split(separator: " ")
        let script = """
            PATH=\(folder.path)/usr/bin:$PATH
            shopt -s extglob
            source \(folder.path)/usr/share/bash-completion/completions/planeview
            COMP_LINE='\(line)' COMP_POINT=\(line.utf8.count) COMP_CWORD=\(words.count - 1)
            COMP_WORDS=(\(words.joined(separator: " ")))
            # "complete -o filenames -F FUNCTION planeview"
            function=$(complete -p planeview | sed 's/.*-F \\([^ ]*\\).*/\\1/')
            $function planeview "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        return try output("/bin/bash", "-c", script).text.split(separator: "\n").map(String.init)
    }
}
