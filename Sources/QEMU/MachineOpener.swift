package import Descriptors
internal import Glibc

/// Finds virtual machines and opens their consoles. Each call has a time limit: a QEMU that hangs holds nobody up for longer.
package struct MachineOpener {
    /// For all that is asked of one bus or machine, together, where somebody waits for it.
    package static let patience = Instant.Span.seconds(4)
    /// The same where it is tried again and again. A QEMU that is well answers in milliseconds.
    package static let retryPatience = Instant.Span.milliseconds(500)

    private let patience: Instant.Span
    private let environment: (String) -> String?

    /// - Parameters:
    ///   - patience: for all that is asked of one bus or machine, together.
    ///   - environment: a variable's value; the process's own if nothing else is said.
    package init(
        patience: Instant.Span = Self.patience, environment: @escaping (String) -> String? = Self.variable
    ) {
        self.patience = patience
        self.environment = environment
    }

    /// Opens a console: QEMU shows it from then on.
    ///
    /// - Throws: `QEMUError`.
    package func source(_ specifier: MachineSpecifier) throws(QEMUError) -> QEMUSource {
        try Self.source(specifier, meet(specifier))
    }

    static func source(
        _ specifier: MachineSpecifier, _ meeting: Meeting
    ) throws(QEMUError) -> QEMUSource {
        let machine = try meeting.choose(specifier.place)
        let console = try meeting.console(specifier.console, of: machine)
        return try meeting.faults(of: machine.properties.name, "to be shown") { () throws(BusError) in
            let pair = try socketPair()
            let object = DisplayConsole(console.number, of: machine)
            let theirs = try object.registration(pair.second)
            // Its first words are on the way before QEMU waits for them.
            let listener = try DisplayListener(on: pair.takeFirst(), in: meeting.loop)
            _ = try machine.connection.ask(theirs, until: meeting.deadline)
            let name = machine.properties.name
            let isOnly = machine.properties.consoles.count < 2
            return try QEMUSource(
                isOnly ? name : "\(name), console \(console.number)", object, listener, in: meeting.loop)
        }
    }

    /// What there is to see of a machine, without showing it.
    ///
    /// - Throws: `QEMUError`.
    package func report(_ specifier: MachineSpecifier) throws(QEMUError) -> MachineReport {
        let meeting = try meet(specifier)
        let machine = try meeting.choose(specifier.place)
        if specifier.console != nil { _ = try meeting.console(specifier.console, of: machine) }
        return machine.report(until: meeting.deadline)
    }

    /// The machines on the session bus; none when there is no bus, no libsystemd, or no answer.
    package func reports() -> [MachineReport] {
        guard let address = sessionAddress,
            let meeting = try? Meeting(on: address, until: .now + patience)
        else { return [] }
        return meeting.machines().map { $0.report(until: .now + Meeting.shortPatience) }
    }

    private func meet(_ specifier: MachineSpecifier) throws(QEMUError) -> Meeting {
        let deadline = Instant.now + patience
        switch specifier.place {
        case .session:
            guard let address = sessionAddress else { throw .noSession }
            return try Meeting(on: address, until: deadline)
        case .bus(let address): return try Meeting(on: address, until: deadline)
        case .qmp(let path):
            return try Meeting(through: QMPSocket.display(of: path, until: deadline), until: deadline)
        case .libvirt(let name):
            let socket = try Libvirt().display(of: name)
            // libvirt takes its own time.
            return try Meeting(through: socket, until: .now + patience)
        }
    }

    /// As the D-Bus specification and systemd have it.
    private var sessionAddress: String? {
        if let address = environment("DBUS_SESSION_BUS_ADDRESS"), !address.isEmpty { return address }
        guard let folder = environment("XDG_RUNTIME_DIR"), !folder.isEmpty else { return nil }
        guard case .bus(let address)? = MachineSpecifier("qemu:unix:\(folder)/bus")?.place else { return nil }
        return address
    }

    package static func variable(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    private static func socketPair() throws(BusError) -> SocketPair {
        do { return try SocketPair() } catch { throw .failed(error) }
    }
}
