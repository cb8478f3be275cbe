import Testing

@testable import QEMU

@Suite struct SpecifierTests {
    @Test(
        arguments: [
            ("qemu:", .session(nil), nil), ("qemu:#1", .session(nil), 1),
            ("qemu:win 11", .session("win 11"), nil),
            ("qemu:win#2", .session("win"), 2),
            ("qemu:unix:/run/user/7/bus", .bus("unix:path=/run/user/7/bus"), nil),
            ("qemu:unix:/a b,c#3", .bus("unix:path=/a%20b%2cc"), 3),
            ("qemu:unix:path=/x,guid=12", .bus("unix:path=/x,guid=12"), nil),
            ("qemu:unix:abstract=y;tcp:host=z", .bus("unix:abstract=y;tcp:host=z"), nil),
            ("qmp:/tmp/x.sock", .qmp("/tmp/x.sock"), nil), ("qmp:x#0", .qmp("x"), 0),
            ("libvirt:debian", .libvirt("debian"), nil),
        ] as [(String, MachineSpecifier.Place, UInt32?)])
    func aMachineIsNamed(_ text: String, _ place: MachineSpecifier.Place, _ console: UInt32?) throws {
        #expect(MachineSpecifier.isName(text))
        let specifier = try #require(MachineSpecifier(text))
        #expect(specifier.place == place)
        #expect(specifier.console == console)
    }

    @Test(arguments: [
        "", "qemu", "qmp:", "libvirt:", "qemu:a:b", "qemu:unix:", "qemu:#", "qemu:#x", "qemu:#-1",
        "qemu:#4294967296", "qemu:x\0y", "virsh:x", "qmp:#1",
    ])
    func whatNamesNothingIsRefused(_ text: String) {
        #expect(MachineSpecifier(text) == nil)
    }

    @Test func aListNamesMachinesByWhatCanBeWritten() {
        func device(_ name: String) -> String {
            MachineReport(
                MachineProperties(["Name": .string(name), "UUID": .string("u-1")]), consoles: []
            ).device
        }
        #expect(device("win11") == "qemu:win11")
        #expect(device("a:b") == "qemu:u-1")
        #expect(device("a#1") == "qemu:u-1")
        #expect(device("") == "qemu:QEMU")
    }

    @Test(
        arguments: [
            (#"{"QMP": {"version": {"qemu": {"micro": 0}}, "capabilities": ["oob"]}}"#, .greeting),
            (#"{"return": {}}"#, .success), (#"{"return": {"error": {"desc": "no"}}, "id": 7}"#, .success),
            (#"{"timestamp": {"seconds": 1}, "event": "STOP", "data": {"return": 1}}"#, .event),
            (
                #"{"error": {"class": "GenericError", "desc": "no \"such\" thing: \\"}}"#,
                .failure(#"no "such" thing: \"#)
            ),
            (#"{"id": 1, "error": {"class": "desc", "desc": "why"}}"#, .failure("why")),
            (#"{"error": {}}"#, .failure("it does not say why")),
            ("", .unknown), ("{", .unknown), (#"{"a"#, .unknown), (#"{"a\"#, .unknown), ("[[[[", .unknown),
            (#""return""#, .unknown), (#"]]}"return": 1"#, .unknown),
        ] as [(String, QMPMessage)])
    func aLineOfQMPIsUnderstood(_ line: String, _ message: QMPMessage) {
        #expect(QMPMessage(Array(line.utf8)) == message)
    }
}
