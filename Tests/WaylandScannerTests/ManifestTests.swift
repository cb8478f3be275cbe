import Testing

@testable import WaylandScanner

/// Proves that the manifest is read as its head comment says, and that a mistake is reported with its line.
@Suite struct ManifestTests {
    @Test func readsStatementsAndComments() throws {
        let manifest = try Manifest(
            parsing: """
                # a comment
                protocol wayland-client wayland.xml   # another
                    wl_surface 5

                protocol other new/a.xml old/b.xml
                \ta_b_v1 5 messages-of 4
                """)
        #expect(
            manifest.protocols == [
                .init(
                    package: "wayland-client", paths: ["wayland.xml"],
                    interfaces: [.init(name: "wl_surface", ceiling: 5, describedAt: 5)]),
                .init(
                    package: "other", paths: ["new/a.xml", "old/b.xml"],
                    interfaces: [.init(name: "a_b_v1", ceiling: 5, describedAt: 4)]),
            ])
        #expect(manifest.files == ["WlSurface.swift", "ABV1.swift", "ProtocolTable.swift"])
    }

    @Test(
        arguments: [
            ("wl_surface 5", "an interface needs a 'protocol' line above it"),
            ("protocol p", "expected: protocol PACKAGE PATH [PATH…]"),
            ("protocol p x\nwl_surface", "expected: INTERFACE CEILING"),
            ("protocol p x\nwl_surface five", "expected: INTERFACE CEILING"),
            ("protocol p x\nwl_surface 5 since 4", "expected: INTERFACE CEILING"),
            ("protocol p x\nwl_surface 0", "versions start at 1"),
            ("protocol p x\nwl_surface 4 messages-of 5", "versions start at 1 and end at the ceiling"),
            ("protocol p x\na 1\nprotocol p y\na 1", "a is bound twice"),
        ])
    func refusesMistakes(text: String, reason: String) {
        let error = #expect(throws: ManifestError.self) { try Manifest(parsing: text) }
        #expect(error?.reason.hasPrefix(reason) == true)
        #expect(error?.line == text.split(separator: "\n").count)
    }

    @Test func errorsNameThePlace() {
        let error = ManifestError(line: 3, reason: "expected: this")
        #expect(error.description == "protocols/bindings.txt:3: expected: this")
    }
}
