internal import CWayland
package import Descriptors
internal import Glibc

/// A connection to a compositor. It stays open while somebody holds it or any object of it.
///
/// One loop turn: `flush()`, wait for `descriptor` to become readable (and writable, if `flush` was not done), then
/// `receive()`. Nothing here waits, except `roundtrip`, which has a limit.
@safe
package final class Connection {
    /// libwayland's display. Another library may speak through it, too: its events are dispatched with this program's.
    package let display: OpaquePointer

    /// Connects to a compositor.
    ///
    /// - Parameter name: a display as `WAYLAND_DISPLAY` names it; nil takes the environment's (`WAYLAND_SOCKET`, then
    ///   `WAYLAND_DISPLAY`, then `wayland-0`).
    package init(to name: String? = nil) throws(ConnectionError) {
        let connected =
            if let name { unsafe name.withCString { unsafe wl_display_connect($0) } } else {
                unsafe wl_display_connect(nil)
            }
        let reason = errno
        guard let connected = unsafe connected else { throw Self.unreachable(name, reason) }
        unsafe display = connected
    }

    /// Speaks over a socket that is connected already, such as one half of a pair.
    package init(adopting descriptor: consuming OwnedDescriptor) {
        // libwayland closes the socket with the display, and before that only where it has no memory.
        guard let display = unsafe wl_display_connect_to_fd(descriptor.release()) else {
            preconditionFailure("out of memory")
        }
        unsafe self.display = display
    }

    deinit { unsafe wl_display_disconnect(display) }

    /// The socket's number, to wait for; it stays the connection's.
    package var descriptor: Int32 { unsafe wl_display_get_fd(display) }

    /// Sends what is queued, as far as the socket takes it.
    ///
    /// While it answers false, send next to nothing: libwayland (before 1.23) has room for 4096 bytes, then it ends the
    /// connection.
    ///
    /// - Returns: whether all is sent; if not, call again once the socket is writable.
    package func flush() throws(ConnectionError) -> Bool {
        if unsafe wl_display_flush(display) >= 0 { return true }
        if errno == EAGAIN { return false }
        // The compositor hung up. Why may still stand in the socket: `receive` will find it, or the end.
        if errno == EPIPE { return true }
        throw failure()
    }

    /// Reads what has come, without waiting, and calls the handlers of its events.
    package func receive() throws(ConnectionError) {
        while unsafe wl_display_prepare_read(display) != 0 { try dispatchPending() }
        guard unsafe wl_display_read_events(display) == 0 else { throw failure() }
        try dispatchPending()
    }

    /// Calls the handlers of events that were read already.
    package func dispatchPending() throws(ConnectionError) {
        guard unsafe wl_display_dispatch_pending(display) >= 0 else { throw failure() }
    }

    /// Asks the compositor for an answer after all that was sent before. Hold the callback until it is done.
    package func sync() -> WlCallback { request(0) }

    /// The object that tells of the compositor's globals; `Registry` is the convenient way.
    func registry() -> WlRegistry { request(1) }

    /// Waits until the compositor has answered all that was sent before; for start-up and tools, not for the loop.
    ///
    /// - Parameter milliseconds: how long to wait at most.
    package func roundtrip(milliseconds: Int = 5000) throws(ConnectionError) {
        var answered = false
        let callback = sync()
        callback.onEvent = { _ in answered = true }
        let clock = ContinuousClock()
        let end = clock.now + .milliseconds(milliseconds)
        while !answered {
            let isFlushed = try flush()
            let left = (end - clock.now) / .milliseconds(1)
            var entry = pollfd(
                fd: descriptor, events: Int16(POLLIN | (isFlushed ? 0 : POLLOUT)), revents: 0)
            let ready = unsafe poll(&entry, 1, Int32(max(0, left.rounded(.up))))
            // A wait that a signal cut short is begun again with the time that is left.
            if ready == 0 || left <= 0 { throw .noAnswer(milliseconds: milliseconds) }
            if ready > 0 { try receive() }
        }
    }

    /// Sends one of `wl_display`'s two requests. Its events are libwayland's own affair, so it has no class.
    private func request<Object: Proxy>(_ opcode: UInt32) -> Object {
        // A wl_display is the proxy of object 1: libwayland's own headers cast it so.
        let created = unsafe withRawArguments([.newObject].span) { raw in
            unsafe wl_proxy_marshal_array_flags(display, opcode, Object.interface.cInterface, 1, 0, raw)
        }
        guard let created = unsafe created else { preconditionFailure("out of memory") }
        return unsafe Object(adopting: created, on: self)
    }

    /// What libwayland remembers as the reason for the connection's end.
    private func failure() -> ConnectionError {
        let reason = unsafe wl_display_get_error(display)
        guard reason == EPROTO else { return .lost(errno: reason == 0 ? errno : reason) }
        var interface: UnsafePointer<wl_interface>?
        var id: UInt32 = 0
        let code = unsafe wl_display_get_protocol_error(display, &interface, &id)
        let name = unsafe interface.map { unsafe String(cString: $0.pointee.name) }
        return .protocolError(interface: name ?? "an unknown object", id: id, code: code)
    }

    private static func unreachable(_ name: String?, _ reason: Int32) -> ConnectionError {
        let asked = name ?? environment("WAYLAND_DISPLAY")
        let display = asked ?? "wayland-0"
        if display.hasPrefix("/") { return .unreachable(path: display, named: asked != nil, errno: reason) }
        guard let folder = environment("XDG_RUNTIME_DIR") else { return .noRuntimeDirectory }
        return .unreachable(path: folder + "/" + display, named: asked != nil, errno: reason)
    }

    private static func environment(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
