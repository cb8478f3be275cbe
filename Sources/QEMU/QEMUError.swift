/// Why a virtual machine cannot be shown. Each says in one sentence what is the matter and what to do.
package enum QEMUError: Error, Equatable, CustomStringConvertible {
    case notASpecifier(String)
    /// libsystemd or libvirt cannot be loaded.
    case library(String)
    /// There is no bus to ask; `address` is where.
    case noBus(address: String, reason: String)
    /// The environment names no session bus.
    case noSession
    case noMachine(bus: String)
    case noSuchMachine(String, others: [String])
    case noConsole(UInt32, machine: String, others: [UInt32])
    case noGraphicConsole(machine: String)
    /// QEMU's own answer.
    case refused(String, call: String, reason: String)
    case silent(String)
    case qmp(String, reason: String)
    /// QEMU has no D-Bus display without a bus.
    case noPeers(String, reason: String)
    case libvirt(String, reason: String)

    /// Whether another try may succeed.
    package var mayPass: Bool {
        switch self {
        case .notASpecifier, .library, .noSession: false
        default: true
        }
    }

    package var description: String {
        switch self {
        case .notASpecifier(let text): "'\(text)' names no virtual machine: write \(MachineSpecifier.forms)"
        case .library(let reason): reason
        case .noBus(let address, let reason):
            "the D-Bus message bus at \(address) cannot be reached (\(reason)): start QEMU in the same session, or name "
                + "its QMP socket (qmp:SOCKET)"
        case .noSession:
            "there is no D-Bus session bus (DBUS_SESSION_BUS_ADDRESS and XDG_RUNTIME_DIR are not set): name a bus "
                + "(qemu:ADDRESS) or QEMU's QMP socket (qmp:SOCKET)"
        case .noMachine(let bus):
            "no virtual machine is on \(bus): start QEMU with -display dbus"
        case .noSuchMachine(let name, let others):
            "no virtual machine on the session bus is called \(name)"
                + (others.isEmpty
                    ? ": start QEMU with -display dbus -name \(name)"
                    : "; there is \(others.joined(separator: ", "))")
        case .noConsole(let number, let machine, let others):
            "\(machine) has no console \(number); it has \(others.map(String.init).joined(separator: ", "))"
        case .noGraphicConsole(let machine):
            "\(machine) has no graphic console: give it a display device (-vga std, -device virtio-vga, …), or name a "
                + "console (#N)"
        case .refused(let machine, let call, let reason): "\(machine) refuses \(call): \(reason)"
        case .silent(let machine): "\(machine) does not answer: it may be stopped, or hang"
        case .qmp(let path, let reason):
            "QEMU's QMP socket \(path) is of no use (\(reason)): start QEMU with -qmp unix:\(path),server=on,wait=off"
        case .noPeers(let path, let reason):
            "QEMU at \(path) gives no D-Bus display (\(reason)): start it with -display dbus,p2p=yes"
        case .libvirt(let name, let reason):
            "libvirt gives no display of \(name) (\(reason)): the machine must run and have <graphics type='dbus' "
                + "p2p='yes'>"
        }
    }
}
