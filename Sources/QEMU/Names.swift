/// The names of QEMU's D-Bus display (QEMU's ui/dbus-display1.xml).
enum Names {
    /// What each QEMU with `-display dbus` asks its message bus to be called. One is; the others wait in a queue, and can be
    /// called by the unique names that stand in it.
    static let qemu = "org.qemu"
    static let machinePath = "/org/qemu/Display1/VM"
    static let machine = "org.qemu.Display1.VM"
    static func consolePath(_ number: UInt32) -> String { "/org/qemu/Display1/Console_\(number)" }
    static let console = "org.qemu.Display1.Console"
    static let listenerPath = "/org/qemu/Display1/Listener"
    static let listener = "org.qemu.Display1.Listener"
    static let listenerMap = "org.qemu.Display1.Listener.Unix.Map"
    static let listenerDmabuf2 = "org.qemu.Display1.Listener.Unix.ScanoutDMABUF2"
    static let clipboardPath = "/org/qemu/Display1/Clipboard"
    static let clipboard = "org.qemu.Display1.Clipboard"
    static let failed = "org.qemu.Display1.Error.Failed"

    // Of D-Bus itself.
    static let properties = "org.freedesktop.DBus.Properties"
    static let bus = "org.freedesktop.DBus"
    static let busPath = "/org/freedesktop/DBus"
    static let unknownMethod = "org.freedesktop.DBus.Error.UnknownMethod"
    static let accessDenied = "org.freedesktop.DBus.Error.AccessDenied"
    static let unknownProperty = "org.freedesktop.DBus.Error.UnknownProperty"
    static let invalidArguments = "org.freedesktop.DBus.Error.InvalidArgs"
}
