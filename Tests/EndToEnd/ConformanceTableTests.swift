import Foundation
import TestBed
import Testing

/// Proves that the tests which docs/conformance.md and docs/faults.md name exist.
@Suite struct ConformanceTableTests {
    @Test(arguments: ["docs/conformance.md", "docs/faults.md"])
    func everyTestThatIsNamedExists(page: String) throws {
        let table = try String(contentsOf: TestBed.repository.appending(path: page), encoding: .utf8)
        let folder = TestBed.repository.appending(path: "Tests")
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
            $0.hasSuffix(".swift")
        }
        let sources = try files.map {
            try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
        }.joined()
        // The last column, in backquotes: a suite, a test, or both.
        let names = table.split(separator: "\n").filter { $0.hasPrefix("|") }.flatMap { row in
            (row.split(separator: "|").last ?? "").matches(of: /`([A-Za-z0-9.]+)`/).flatMap {
                $0.1.split(separator: ".")
            }
        }
        #expect(names.count > 50)
        for name in Set(names) {
            #expect(
                ["func \(name)(", "struct \(name) {", "class \(name) {"].contains { sources.contains($0) },
                "\(name)")
        }
    }
}
