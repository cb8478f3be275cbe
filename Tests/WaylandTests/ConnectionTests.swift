import Descriptors
import Glibc
import TestCompositor
import Testing
import Wayland

/// Proves that each way to have no connection, or to lose it, is an error of its own whose message helps.
@Suite struct ConnectionTests {
    @Test func nobodyListens() {
        let error = #expect(throws: ConnectionError.self) { try Connection(to: "/nowhere/wayland-7") }
        #expect(error == .unreachable(path: "/nowhere/wayland-7", named: true, errno: ENOENT))
        #expect(
            error?.description == "no Wayland compositor at /nowhere/wayland-7: No such file or directory; "
                + "check the display's name and that its compositor runs")
    }

    @Test func aDefaultThatNobodyListensAtIsExplained() {
        let error = ConnectionError.unreachable(path: "/run/user/0/wayland-0", named: false, errno: ENOENT)
        #expect(error.description.hasSuffix("start this inside a Wayland session, or name a display"))
    }

    @Test func aProtocolErrorNamesObjectAndCode() throws {
        let talk = try Conversation()
        let compositor: WlCompositor = try talk.registry.bind(version: 4...5)
        let surface = compositor.createSurface()
        surface.setBufferScale(scale: 0)
        let error = #expect(throws: ConnectionError.self) { try talk.settle() }
        #expect(
            error
                == .protocolError(
                    interface: "wl_surface", id: surface.id, code: WlSurface.Error.invalidScale.rawValue))
        #expect(error?.description.contains("error 0 of wl_surface#\(surface.id)") == true)
        // What follows is dropped quietly, and the error stays.
        surface.commit()
        #expect(throws: try #require(error)) { try talk.connection.receive() }
    }

    @Test func anErrorThatTheTestPosts() throws {
        let talk = try Conversation()
        let compositor: WlCompositor = try talk.registry.bind(version: 4...5)
        let surface = compositor.createSurface()
        try talk.settle()
        talk.compositor.all(Surface.self).first?.post(error: 77, "because the test says so")
        #expect(throws: ConnectionError.protocolError(interface: "wl_surface", id: surface.id, code: 77)) {
            try talk.settle()
        }
    }

    /// As waypipe does when its other half is gone: nobody is to report that.
    @Test func aFaultOfTheCompositorsOwnIsAHangUp() {
        let error = ConnectionError.protocolError(interface: "wl_display", id: 1, code: 3)
        #expect(error.isHangUp)
        #expect(error.description.contains("a fault of its own"))
        #expect(!ConnectionError.protocolError(interface: "wl_display", id: 1, code: 1).isHangUp)
        #expect(!ConnectionError.protocolError(interface: "xdg_surface", id: 3, code: 3).isHangUp)
    }

    @Test func aHangUpIsTold() throws {
        let talk = try Conversation()
        talk.compositor.hangUp()
        let error = #expect(throws: ConnectionError.self) { try talk.settle() }
        #expect(error == .lost(errno: EPIPE))
        #expect(error?.description == "the compositor closed the connection")
    }

    @Test func roundtripDoesNotWaitForEver() throws {
        let connection = Connection(adopting: try TestCompositor().connect())
        let silent = TestCompositor()
        let other = Connection(adopting: try silent.connect())
        #expect(throws: ConnectionError.noAnswer(milliseconds: 1)) { try other.roundtrip(milliseconds: 1) }
        // The first one's compositor is gone: that is an end, not a silence.
        #expect(throws: ConnectionError.lost(errno: EPIPE)) { try connection.roundtrip(milliseconds: 60_000) }
    }

    @Test func aFullSocketIsNoError() throws {
        let talk = try Conversation()
        let surface = try surface(of: talk)
        let sent = try fill(talk.connection, with: surface)
        try talk.settle()
        #expect(talk.compositor.all(Surface.self).first?.pending.damage.count == sent)
    }

    @Test func askingOnAndOnOfACompositorThatReadsNothingIsAnError() throws {
        let talk = try Conversation()
        let surface = try surface(of: talk)
        _ = try fill(talk.connection, with: surface)
        for _ in 0..<200 { surface.damage(x: 0, y: 0, width: 1, height: 1) }
        let error = #expect(throws: ConnectionError.self) { try talk.connection.receive() }
        #expect(error == .lost(errno: EAGAIN))
        #expect(error?.description == "the compositor has stopped reading: it may hang")
    }

    private func surface(of talk: Conversation) throws -> WlSurface {
        let compositor: WlCompositor = try talk.registry.bind(version: 4...5)
        return compositor.createSurface()
    }

    /// Sends until the socket takes no more.
    ///
    /// - Returns: how many rectangles of damage were sent.
    private func fill(_ connection: Connection, with surface: WlSurface) throws -> Int {
        var sent = 0
        while try connection.flush() {
            try #require(sent < 10_000_000, "a socket without an end")
            for _ in 0..<100 { surface.damage(x: 0, y: 0, width: 1, height: 1) }
            sent += 100
        }
        return sent
    }
}
