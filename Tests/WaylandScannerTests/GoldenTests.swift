import Foundation
import Testing

@testable import WaylandScanner

/// Proves that the whole output for a protocol with every kind of message is, character by character, what was looked at
/// and found good. `PLANEVIEW_UPDATE_GOLDEN=1 swift test --filter GoldenTests` writes the files anew; read the diff.
@Suite struct GoldenTests {
    private let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    @Test func outputIsAsReviewed() throws {
        let manifest = try Manifest(parsing: "protocol p sample.xml\nsample_factory 3\nsample_item 3")
        let xml = try Data(contentsOf: fixtures.appending(path: "sample.xml"))
        let bindings = try Bindings(manifest, documents: [("sample.xml", xml)])
        #expect(
            bindings.files.map(\.name) == ["SampleFactory.swift", "SampleItem.swift", "ProtocolTable.swift"])
        for file in bindings.files {
            let golden = fixtures.appending(path: file.name + ".golden")
            if ProcessInfo.processInfo.environment["PLANEVIEW_UPDATE_GOLDEN"] == "1" {
                try Data(file.text.utf8).write(to: golden)
            }
            #expect(try file.text == String(contentsOf: golden, encoding: .utf8), "\(file.name) differs")
        }
    }
}
