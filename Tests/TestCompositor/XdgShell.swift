import Wayland

/// `xdg_wm_base`.
package final class WindowManagerGlobal: ServerObject {
    /// The serials of the pings that were answered.
    package private(set) var pongs: [UInt32] = []

    /// Asks whether the client is alive.
    ///
    /// - Returns: the serial, which the answer repeats.
    @discardableResult
    package func ping() -> UInt32 {
        let serial = compositor.nextSerial()
        send("ping", .uint(serial))
        return serial
    }

    override func handle(_ request: Request) {
        switch request.name {
        case "get_xdg_surface":
            guard let surface: Surface = request.object(1) else { return }
            let role: XdgSurfaceRole = make(XdgSurface.interface, id: request.newID(0))
            guard surface.subsurface == nil, surface.xdgSurface == nil else {
                return post(error: 0, "\(surface) has a role already")
            }
            guard surface.current.buffer == nil else {
                return post(error: 4, "\(surface) has a buffer already")
            }
            role.surface = surface
            surface.xdgSurface = role
        case "pong": pongs.append(request.uint(0))
        default: break
        }
    }
}

/// An `xdg_surface`.
package final class XdgSurfaceRole: ServerObject {
    package internal(set) weak var surface: Surface?
    package private(set) weak var toplevel: Toplevel?
    /// The window without its shadows, in surface coordinates; nil: all of it.
    package private(set) var geometry: Rectangle?
    /// The serials that were sent and not yet acknowledged.
    private var serials: [UInt32] = []
    /// Whether a configure was acknowledged.
    package private(set) var isConfigured = false
    private var isStarted = false

    override func handle(_ request: Request) {
        switch request.name {
        case "get_toplevel":
            let toplevel: Toplevel = make(XdgToplevel.interface, id: request.newID(0))
            toplevel.xdgSurface = self
            self.toplevel = toplevel
        case "set_window_geometry":
            let rectangle = request.rectangle(from: 0)
            guard rectangle.width > 0, rectangle.height > 0 else { return post(error: 5, "an empty window") }
            geometry = rectangle
        case "ack_configure": acknowledge(request.uint(0))
        default: break
        }
    }

    /// Takes notice of a commit.
    ///
    /// - Returns: whether it may take place.
    func commit(attaching buffer: Buffer?) -> Bool {
        guard let toplevel else {
            post(error: 1, "a commit without a role")
            return false
        }
        guard buffer == nil || isConfigured else {
            post(error: 3, "a buffer before the first configure was acknowledged")
            return false
        }
        if buffer == nil, !isStarted {
            isStarted = true
            if let script = compositor.firstConfigure { toplevel.configure(script) }
        } else if buffer == nil, isConfigured {
            // Unmapping starts over.
            isConfigured = false
            isStarted = false
            serials = []
        }
        return true
    }

    /// Sends the event that ends a configure sequence.
    func configure() {
        let serial = compositor.nextSerial()
        serials.append(serial)
        send("configure", .uint(serial))
    }

    private func acknowledge(_ serial: UInt32) {
        guard let index = serials.firstIndex(of: serial) else { return post(error: 4, "serial \(serial)") }
        serials.removeFirst(index + 1)
        isConfigured = true
    }
}

/// An `xdg_toplevel`.
package final class Toplevel: ServerObject {
    package internal(set) weak var xdgSurface: XdgSurfaceRole?
    package private(set) var title: String?
    package private(set) var appID: String?
    /// As the client asked; the test decides whether a configure follows.
    package private(set) var wantsFullscreen = false
    /// The output that it wants to fill; nil leaves it to the compositor.
    package private(set) weak var wantedOutput: OutputGlobal?
    /// How often it wanted to be fullscreen.
    package private(set) var fullscreenRequests = 0
    package private(set) var wantsMaximized = false
    package private(set) var minimumSize: (width: Int32, height: Int32) = (0, 0)
    package private(set) var maximumSize: (width: Int32, height: Int32) = (0, 0)

    /// Sends a whole configure sequence.
    package func configure(_ script: ConfigureScript) {
        send("configure", .int(script.width), .int(script.height), .array(of: script.states))
        xdgSurface?.configure()
    }

    /// The user wants the window closed.
    package func close() { send("close") }

    override func handle(_ request: Request) {
        switch request.name {
        case "set_title": title = request.string(0)
        case "set_app_id": appID = request.string(0)
        case "set_fullscreen":
            wantsFullscreen = true
            wantedOutput = request.object(0)
            fullscreenRequests += 1
        case "unset_fullscreen": wantsFullscreen = false
        case "set_maximized": wantsMaximized = true
        case "unset_maximized": wantsMaximized = false
        case "set_min_size": minimumSize = (request.int(0), request.int(1))
        case "set_max_size": maximumSize = (request.int(0), request.int(1))
        default: break
        }
    }
}

/// `zxdg_decoration_manager_v1`.
final class DecorationGlobal: ServerObject {
    override func handle(_ request: Request) {
        guard request.name == "get_toplevel_decoration", let toplevel: Toplevel = request.object(1) else {
            return
        }
        let decoration: Decoration = make(ZxdgToplevelDecorationV1.interface, id: request.newID(0))
        decoration.toplevel = toplevel
    }
}

/// A `zxdg_toplevel_decoration_v1`.
package final class Decoration: ServerObject {
    package internal(set) weak var toplevel: Toplevel?
    /// The mode that the client asked for, if any.
    package private(set) var wanted: UInt32?

    override func handle(_ request: Request) {
        switch request.name {
        case "set_mode": wanted = request.uint(0)
        case "unset_mode": wanted = nil
        default: return
        }
        send("configure", .uint(compositor.decorationMode))
        if toplevel?.xdgSurface?.isConfigured == true { toplevel?.xdgSurface?.configure() }
    }
}

/// `zwp_idle_inhibit_manager_v1`.
final class IdleInhibitGlobal: ServerObject {
    override func handle(_ request: Request) {
        guard request.name == "create_inhibitor" else { return }
        make(ZwpIdleInhibitorV1.interface, id: request.newID(0), as: IdleInhibitor.self)
    }
}

/// A `zwp_idle_inhibitor_v1`.
package final class IdleInhibitor: ServerObject {}
