/// A virtual machine and its consoles, for lists.
package struct MachineReport: Equatable, Sendable {
    package let machine: MachineProperties
    package let consoles: [ConsoleProperties]

    /// What shows it, on the session bus: by its UUID where its name could be taken for an address.
    package var device: String {
        let isPlain = !machine.name.contains { ":#".contains($0) || $0.isNewline }
        return "qemu:" + (isPlain ? machine.name : machine.uuid ?? "")
    }

    init(_ machine: MachineProperties, consoles: [ConsoleProperties]) {
        self.machine = machine
        self.consoles = consoles
    }
}
