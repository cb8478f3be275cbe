import Foundation
import Testing

@testable import WaylandScanner

/// Proves that the generated API depends on the manifest and not on how new the installed XML is, and that an XML that
/// cannot serve stops the build with a line that says what to do.
@Suite struct CeilingTests {
    /// The bindings of an interface `thing` that has the given elements.
    private func generate(_ elements: String, version: Int = 3, binding: String) throws -> [(
        name: String, text: String
    )] {
        let xml = """
            <protocol name="p"><interface name="thing" version="\(version)">\(elements)</interface></protocol>
            """
        let manifest = try Manifest(parsing: "protocol p thing.xml\n\(binding)")
        return try Bindings(manifest, documents: [("thing.xml", Data(xml.utf8))]).files
    }

    @Test func newerXMLGivesTheSameSources() throws {
        let common = #"<request name="a"/><request name="b" since="2"/>"#
        let newer = common + #"<request name="c" since="3"/><event name="d" since="3"/>"#
        let old = try generate(common, version: 2, binding: "thing 2")
        let new = try generate(newer, version: 3, binding: "thing 2")
        #expect(old.map(\.text) == new.map(\.text))
    }

    @Test func tooOldXMLIsRefused() {
        let error = #expect(throws: ScannerError.self) { try generate("", version: 2, binding: "thing 3") }
        #expect(error == .tooOld(file: "thing.xml", interface: "thing", version: 2, needed: 3))
        #expect(error?.description.contains("install a newer package or lower the ceiling") == true)
    }

    @Test func missingInterfaceIsRefused() {
        #expect(throws: ScannerError.missingInterface(file: "thing.xml", interface: "other")) {
            try generate("", binding: "other 1")
        }
    }

    @Test func ceilingMayStandAboveTheXMLWhereNoMessageIsAdded() throws {
        let files = try generate(#"<request name="a"/>"#, version: 2, binding: "thing 3 messages-of 2")
        #expect(files.last?.text.contains(#""thing", version: 3,"#) == true)
    }

    @Test func anUnexpectedMessageBelowSuchACeilingIsRefused() {
        let expected = ScannerError.unexpectedMessage(
            file: "thing.xml", interface: "thing", message: "b", since: 3)
        #expect(throws: expected) {
            try generate(#"<event name="b" since="3"/>"#, version: 3, binding: "thing 3 messages-of 2")
        }
    }

    @Test func leavingOutAMessageNeverMovesAnOpcode() {
        #expect(throws: ScannerError.unordered(file: "thing.xml", interface: "thing", message: "b")) {
            try generate(#"<request name="a" since="3"/><request name="b"/>"#, binding: "thing 2")
        }
    }

    @Test func anEventObjectMustBeBound() {
        let expected = ScannerError.unboundEventObject(interface: "thing", event: "e", object: "other")
        #expect(throws: expected) {
            try generate(
                #"<event name="e"><arg name="o" type="new_id" interface="other"/></event>"#,
                binding: "thing 1")
        }
    }

    @Test(
        arguments: [
            (#"<request/>"#, "<request> lacks the attribute 'name'"),
            (#"<request name="a" since="x"/>"#, "'x' is no value of the attribute 'since'"),
            (#"<event name="a"><arg name="b" type="float"/></event>"#, "'float' is no type of an argument"),
            (
                #"<enum name="a"><entry name="b" value="-1"/></enum>"#,
                "'-1' is no value of the attribute 'value'"
            ),
            (#"<request>"#, "<request> lacks the attribute 'name'"),
            (#"<request name="a">"#, "this is not well-formed XML"),
        ])
    func malformedXMLIsRefused(elements: String, reason: String) {
        #expect(throws: ScannerError.malformed(file: "thing.xml", line: 1, reason: reason)) {
            try generate(elements, binding: "thing 1")
        }
    }
}
