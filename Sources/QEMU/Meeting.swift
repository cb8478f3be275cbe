internal import Descriptors

/// A connection by which machines are asked, until a deadline.
struct Meeting {
    let loop: EventLoop
    let deadline: Instant
    private let connection: BusConnection
    /// The message bus's address; nil where there is but one machine.
    private let address: String?

    /// Connects to a message bus.
    ///
    /// - Throws: `QEMUError`.
    init(on address: String, until deadline: Instant) throws(QEMUError) {
        self.address = address
        self.deadline = deadline
        do {
            loop = try EventLoop()
            connection = try BusConnection(Bus(to: address), in: loop)
        } catch let error as BusError {
            if case .library = error { throw .library(error.description) }
            throw .noBus(address: address, reason: error.description)
        } catch {
            throw .noBus(address: address, reason: "\(error)")
        }
    }

    /// Speaks to QEMU itself.
    ///
    /// - Throws: `QEMUError`.
    init(through socket: consuming OwnedDescriptor, until deadline: Instant) throws(QEMUError) {
        address = nil
        self.deadline = deadline
        do {
            loop = try EventLoop()
            connection = try BusConnection(Bus(on: socket), in: loop)
        } catch let error as BusError {
            if case .library = error { throw .library(error.description) }
            throw .refused("QEMU", call: "a connection", reason: error.description)
        } catch {
            throw .refused("QEMU", call: "a connection", reason: "\(error)")
        }
    }

    /// What each of several machines has to answer: one that hangs does not keep the others from being asked.
    static let shortPatience = Instant.Span.milliseconds(700)

    /// Those that answer soon.
    func machines() -> [Machine] {
        machines((try? Machine.owners(on: connection, until: deadline)) ?? [])
    }

    private func machines(_ owners: [String]) -> [Machine] {
        owners.compactMap { try? Machine(connection, $0, until: min(deadline, .now + Self.shortPatience)) }
    }

    /// The machine that is meant.
    ///
    /// - Throws: `QEMUError`.
    func choose(_ place: MachineSpecifier.Place) throws(QEMUError) -> Machine {
        guard let address else {
            return try faults(of: "QEMU", "to be asked") { () throws(BusError) in
                try Machine(connection, nil, until: deadline)
            }
        }
        let owners: [String]
        do throws(BusError) {
            owners = try Machine.owners(on: connection, until: deadline)
        } catch {
            throw .noBus(address: address, reason: error.description)
        }
        guard case .session(let name?) = place else {
            guard let first = owners.first else { throw .noMachine(bus: bus(place)) }
            return try faults(of: "QEMU", "to be asked") { () throws(BusError) in
                try Machine(connection, first, until: deadline)
            }
        }
        let machines = machines(owners)
        guard let machine = machines.first(where: { $0.properties.isCalled(name) }) else {
            throw .noSuchMachine(name, others: machines.map(\.properties.name))
        }
        return machine
    }

    /// The console that is meant; if none is, the first graphic one.
    ///
    /// - Throws: `QEMUError`.
    func console(_ number: UInt32?, of machine: Machine) throws(QEMUError) -> ConsoleProperties {
        let (name, all) = (machine.properties.name, machine.properties.consoles)
        if let number {
            guard all.contains(number) else { throw .noConsole(number, machine: name, others: all) }
            return try faults(of: name, "to tell of its console \(number)") { () throws(BusError) in
                try machine.console(number, until: deadline)
            }
        }
        for number in all {
            let console = try faults(of: name, "to tell of its console \(number)") { () throws(BusError) in
                try machine.console(number, until: deadline)
            }
            if console.isGraphic { return console }
        }
        throw .noGraphicConsole(machine: name)
    }

    /// Turns what goes wrong in talking to a machine into a sentence.
    func faults<Value>(
        of machine: String, _ call: String, _ body: () throws(BusError) -> Value
    ) throws(QEMUError) -> Value {
        do throws(BusError) {
            return try body()
        } catch {
            switch error {
            case .silent: throw .silent(machine)
            case .library(let fault): throw .library(fault.description)
            default: throw .refused(machine, call: call, reason: error.description)
            }
        }
    }

    private func bus(_ place: MachineSpecifier.Place) -> String {
        if case .session = place { "the session bus" } else { "the bus at \(address ?? "")" }
    }
}
