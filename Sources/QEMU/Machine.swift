internal import Descriptors

/// A running virtual machine, as QEMU tells of it on a D-Bus connection.
struct Machine {
    let connection: BusConnection
    /// QEMU's name on the message bus; nil where there is but one other side.
    let destination: String?
    let properties: MachineProperties

    /// Asks QEMU.
    ///
    /// - Throws: `BusError`.
    init(
        _ connection: BusConnection, _ destination: String?, until deadline: Instant
    ) throws(BusError) {
        self.connection = connection
        self.destination = destination
        let answer = try connection.properties(
            destination, Names.machinePath, Names.machine, until: deadline)
        properties = MachineProperties(answer)
    }

    /// A console's properties.
    ///
    /// - Throws: `BusError`.
    func console(_ number: UInt32, until deadline: Instant) throws(BusError) -> ConsoleProperties {
        ConsoleProperties(
            number,
            try connection.properties(
                destination, Names.consolePath(number), Names.console, until: deadline))
    }

    /// All consoles'; those that QEMU says nothing of are left out.
    func report(until deadline: Instant) -> MachineReport {
        MachineReport(
            properties, consoles: properties.consoles.compactMap { try? console($0, until: deadline) })
    }

    /// What the machines on a message bus can be called by, in the order in which they came.
    ///
    /// - Throws: `BusError`, of the bus.
    static func owners(
        on connection: BusConnection, until deadline: Instant
    ) throws(BusError) -> [String] {
        let call = try connection.makeCall(Names.bus, Names.busPath, Names.bus, "ListQueuedOwners") {
            (call) throws(BusError) in try call.append(Names.qemu)
        }
        do throws(BusError) {
            return try connection.ask(call, until: deadline).readStrings()
        } catch {
            if error.isOfNobody { return [] }
            throw error
        }
    }
}

extension BusConnection {
    /// All properties of an object's interface.
    func properties(
        _ destination: String?, _ path: String, _ interface: String, until deadline: Instant
    ) throws(BusError) -> [String: BusValue] {
        let call = try makeCall(destination, path, Names.properties, "GetAll") { (call) throws(BusError) in
            try call.append(interface)
        }
        return try ask(call, until: deadline).readProperties()
    }
}
