/// What QEMU says of a virtual machine.
package struct MachineProperties: Equatable, Sendable {
    /// `-name`; "QEMU" where it has none.
    package let name: String
    /// `-uuid`; nil where it has none.
    package let uuid: String?
    package let consoles: [UInt32]

    private static let noUUID = "00000000-0000-0000-0000-000000000000"

    init(_ properties: [String: BusValue]) {
        let name = properties["Name"]?.text ?? ""
        self.name = name.isEmpty ? "QEMU" : name
        uuid = properties["UUID"]?.text.flatMap { $0.isEmpty || $0 == Self.noUUID ? nil : $0 }
        consoles = properties["ConsoleIDs"]?.numbers ?? []
    }

    /// Whether a user who writes a text means this machine.
    func isCalled(_ text: String) -> Bool { name == text || uuid?.lowercased() == text.lowercased() }
}

/// What QEMU says of a console.
package struct ConsoleProperties: Equatable, Sendable {
    package let number: UInt32
    /// What QEMU calls its device.
    package let label: String
    /// Which of the device's screens it is.
    package let head: UInt32
    /// Else it is one of text: a monitor or a serial line.
    package let isGraphic: Bool
    /// Pixels.
    package let width: UInt32
    package let height: UInt32
    /// Where the device is in the guest ("pci/0000/02.0"); nil where QEMU does not say.
    package let device: String?
    /// What takes input there; QEMU 7.2 does not say.
    package let interfaces: [String]

    init(_ number: UInt32, _ properties: [String: BusValue]) {
        self.number = number
        label = properties["Label"]?.text ?? ""
        head = properties["Head"]?.number ?? 0
        isGraphic = properties["Type"]?.string == "Graphic"
        width = properties["Width"]?.number ?? 0
        height = properties["Height"]?.number ?? 0
        device = properties["DeviceAddress"]?.text.flatMap { $0.isEmpty ? nil : $0 }
        interfaces = properties["Interfaces"]?.strings ?? []
    }
}
