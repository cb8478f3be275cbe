import TestCompositor
import Testing
import Wayland

/// Proves that globals are listed as they come and go, that binding keeps to both sides' versions, and that a missing or
/// old global is an error which names the interface and both versions.
@Suite struct RegistryTests {
    @Test func listsWhatIsOffered() throws {
        let talk = try Conversation(TestCompositor(globals: ["wl_compositor": 4, "wl_shm": 1]))
        #expect(talk.registry.globals.map(\.interface) == ["wl_compositor", "wl_shm"])
        #expect(talk.registry.globals.map(\.version) == [4, 1])
    }

    @Test func tellsOfChanges() throws {
        let talk = try Conversation(TestCompositor(globals: [:]))
        var changes: [String] = []
        talk.registry.onChange = { change in
            switch change {
            case .added(let global): changes.append("added \(global.interface)")
            case .removed(let global): changes.append("removed \(global.interface)")
            }
        }
        talk.compositor.addGlobal("wl_output", version: 4)
        try talk.settle()
        talk.compositor.removeGlobal("wl_output")
        try talk.settle()
        #expect(changes == ["added wl_output", "removed wl_output"])
        #expect(talk.registry.globals.isEmpty)
    }

    @Test(arguments: [(3, 3), (4, 4), (5, 4)]) func bindsTheHighestCommonVersion(
        offered: UInt32, bound: UInt32
    ) throws {
        let talk = try Conversation(TestCompositor(globals: ["wl_compositor": offered]))
        let compositor: WlCompositor = try talk.registry.bind(version: 1...4)
        try talk.settle()
        #expect(compositor.version == bound)
        #expect(talk.compositor.log == ["bind wl_compositor \(bound)"])
    }

    @Test func aMissingGlobalIsNamed() throws {
        let talk = try Conversation(
            TestCompositor(globals: TestCompositor.everything(but: "zwp_linux_dmabuf_v1")))
        let error = #expect(throws: ConnectionError.self) {
            try talk.registry.bind(ZwpLinuxDmabufV1.self, version: 3...5)
        }
        #expect(error == .missingGlobal(interface: "zwp_linux_dmabuf_v1", needed: 3))
        #expect(
            error?.description
                == "the compositor does not offer zwp_linux_dmabuf_v1 (version 3 is needed): use another compositor"
        )
        #expect(talk.registry.bindIfOffered(ZwpLinuxDmabufV1.self, version: 3...5) == nil)
    }

    @Test func anOldGlobalIsNamedWithBothVersions() throws {
        let talk = try Conversation(TestCompositor(globals: ["zwp_linux_dmabuf_v1": 2]))
        let error = #expect(throws: ConnectionError.self) {
            try talk.registry.bind(ZwpLinuxDmabufV1.self, version: 3...5)
        }
        #expect(error == .oldGlobal(interface: "zwp_linux_dmabuf_v1", needed: 3, offered: 2))
        #expect(
            error?.description
                == "the compositor offers zwp_linux_dmabuf_v1 version 2 and version 3 is needed: use a newer compositor"
        )
        #expect(talk.registry.bindIfOffered(ZwpLinuxDmabufV1.self, version: 3...5) == nil)
    }
}
