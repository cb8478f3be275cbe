internal import Descriptors
internal import Glibc

/// Why there is no connection to a compositor, or none any more, or not one that is good for anything.
package enum ConnectionError: Error, Equatable, CustomStringConvertible {
    /// `XDG_RUNTIME_DIR` is not set, so a display's name says nothing.
    case noRuntimeDirectory
    /// Nothing can be reached at that path. `named` says whether somebody asked for this display.
    case unreachable(path: String, named: Bool, errno: Int32)
    /// The compositor ended the connection, because of a fault of this program's, or of its own (`isOwnFault`).
    case protocolError(interface: String, id: UInt32, code: UInt32)
    /// The connection broke; `errno` is `EPIPE` where the compositor hung up, and `EAGAIN` where it reads nothing and
    /// more was sent than there is room for.
    case lost(errno: Int32)
    /// The compositor offers no such thing.
    case missingGlobal(interface: String, needed: UInt32)
    /// The compositor offers an older version.
    case oldGlobal(interface: String, needed: UInt32, offered: UInt32)
    /// The compositor did not answer within so many milliseconds.
    case noAnswer(milliseconds: Int)

    /// Whether it is this process that was given no descriptor or no memory.
    package var isShortage: Bool {
        switch self {
        case .unreachable(_, _, let errno), .lost(let errno): SystemError.isShortage(errno)
        default: false
        }
    }

    /// Whether nobody is there to connect to.
    package var isAbsence: Bool {
        if case .unreachable = self { !isShortage } else { false }
    }

    /// Whether the compositor went, without finding fault with this program.
    package var isHangUp: Bool {
        self == .lost(errno: EPIPE) || self == .lost(errno: ECONNRESET) || isOwnFault
    }

    /// Whether the compositor ended the connection and says that the fault is its own: error 3 of wl_display,
    /// `implementation`. waypipe does so when the way to its other half breaks.
    private var isOwnFault: Bool {
        if case .protocolError("wl_display", _, 3) = self { true } else { false }
    }

    package var description: String {
        switch self {
        case .noRuntimeDirectory:
            "XDG_RUNTIME_DIR is not set: start this inside a Wayland session, or set it to the session's folder, "
                + "usually /run/user/UID"
        case .unreachable(_, _, let errno) where SystemError.isShortage(errno):
            "the system is out of something: \(SystemError(call: "socket", errno: errno))"
        case .unreachable(let path, let named, let errno):
            "no Wayland compositor at \(path): \(SystemError(call: "connect", errno: errno).reason); "
                + (named
                    ? "check the display's name and that its compositor runs"
                    : "WAYLAND_DISPLAY is not set: start this inside a Wayland session, or name a display")
        case .protocolError where isOwnFault:
            "the compositor ended the connection by a fault of its own; under waypipe, the connection to the other "
                + "machine broke: start planeview again when that is back"
        case .protocolError(let interface, let id, let code):
            "the compositor ended the connection: error \(code) of \(interface)#\(id); please report this, with "
                + "WAYLAND_DEBUG=1 in the environment"
        // ECONNRESET: it went before it had read all that was sent.
        case .lost(EPIPE), .lost(ECONNRESET):
            "the compositor closed the connection"
        case .lost(EAGAIN):
            "the compositor has stopped reading: it may hang"
        case .lost(let errno):
            "the connection to the compositor broke: \(SystemError(call: "recvmsg", errno: errno).reason)"
        case .missingGlobal(let interface, let needed):
            "the compositor does not offer \(interface) (version \(needed) is needed): use another compositor"
        case .oldGlobal(let interface, let needed, let offered):
            "the compositor offers \(interface) version \(offered) and version \(needed) is needed: "
                + "use a newer compositor"
        case .noAnswer(let milliseconds):
            "the compositor did not answer within \(milliseconds) ms: it may hang"
        }
    }
}
