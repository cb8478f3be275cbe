import Descriptors

@testable import QEMU

/// QEMU's side of its D-Bus display, without a message bus: the machine's and the consoles' objects. It runs in the loop of
/// whoever speaks to it.
final class FakeQEMU {
    /// Properties as they are sent.
    enum Property {
        case string(String)
        case number(UInt32)
        case numbers([UInt32])
        case strings([String])
        case flag(Bool)
        case signed(Int32)
        /// One that no viewer expects.
        case odd
    }

    var machine: [String: Property] = [
        "Name": .string("guest"), "UUID": .string("6a52cbd1-4f4d-4f67-9ad6-0c5ab3bd4e9a"),
        "ConsoleIDs": .numbers([0, 1]), "Interfaces": .strings([]), "Odd": .odd,
    ]
    var consoles: [UInt32: [String: Property]] = [
        0: ["Label": .string("serial0"), "Type": .string("Text"), "Width": .number(640)],
        1: [
            "Label": .string("VGA"), "Type": .string("Graphic"), "Head": .number(0), "Width": .number(800),
            "Height": .number(600), "DeviceAddress": .string("pci/0000/02.0"),
        ],
    ]
    /// Properties of what takes input, by the last part of the interface's name.
    var inputs: [String: [String: Property]] = [
        "Mouse": ["IsAbsolute": .flag(true)], "Keyboard": ["Modifiers": .number(2)],
        "MultiTouch": ["MaxSlots": .signed(10)],
    ]
    /// What came in, such as "Keyboard.Press 30".
    private(set) var taken: [String] = []
    /// Calls that come after so many are not answered.
    var silentAfter = Int.max
    /// The call after so many ends QEMU.
    var diesAfter = Int.max
    private(set) var calls: [String] = []
    /// The numbers of each `SetUIInfo`.
    private(set) var sizes: [[UInt32]] = []
    /// Calls that were to be answered later.
    var isSlow = false
    private(set) var held: [BusMessage] = []
    private(set) var host: ListenerHost?
    /// nil where it has no clipboard.
    var clipboard: ClipboardHost? = ClipboardHost()
    private(set) var connection: BusConnection?
    private let loop: EventLoop
    private var bus: Bus?

    init(on socket: consuming OwnedDescriptor, in loop: EventLoop) throws {
        self.loop = loop
        let bus = try Bus(on: socket, isServer: true)
        self.bus = bus
        let connection = try BusConnection(bus, in: loop)
        self.connection = connection
        connection.onMessage = { [unowned self] in take($0) }
    }

    /// It is killed.
    func die() {
        connection = nil
        bus = nil
        host = nil
    }

    /// It lets go of the listener.
    func forget() { host = nil }

    func answerHeld() {
        let messages = held
        held = []
        for message in messages { connection?.answer(message) }
    }

    private func take(_ message: BusMessage) {
        guard message.kind == .call, let connection else { return }
        calls.append(message.member)
        if calls.count > diesAfter { return die() }
        if calls.count > silentAfter { return }
        do {
            if message.interface == Names.clipboard, let clipboard {
                return try clipboard.take(message, connection)
            }
            switch message.member {
            case "GetAll": try answerProperties(message, connection)
            case "RegisterListener":
                host = try ListenerHost(on: message.readFile(), in: loop)
                connection.answer(message)
            case "SetUIInfo":
                _ = (try message.readUInt16(), try message.readUInt16())
                _ = (try message.readInt32(), try message.readInt32())
                sizes.append([try message.readUInt32(), try message.readUInt32()])
                if isSlow { held.append(message) } else { connection.answer(message) }
            case "Press", "Release": try take(message, [try message.readUInt32()].map(String.init))
            case "SetAbsPosition":
                try take(message, [try message.readUInt32(), try message.readUInt32()].map(String.init))
            case "RelMotion":
                try take(message, [try message.readInt32(), try message.readInt32()].map(String.init))
            case "SendEvent":
                let numbers = [String(try message.readUInt32()), String(try message.readUInt64())]
                try take(
                    message, numbers + [try message.readDouble(), try message.readDouble()].map { "\($0)" })
            default: connection.refuse(message, "org.freedesktop.DBus.Error.UnknownMethod", "no such method")
            }
        } catch {
            connection.refuse(message, "org.freedesktop.DBus.Error.InvalidArgs", "\(error)")
        }
    }

    /// Takes input, or refuses what the guest's pointer is not.
    private func take(_ message: BusMessage, _ arguments: [String]) throws {
        let interface = String(message.interface.split(separator: ".").last ?? "")
        taken.append("\(interface).\(message.member) \(arguments.joined(separator: " "))")
        if message.member == "SetAbsPosition", case .flag(false) = inputs["Mouse"]?["IsAbsolute"] {
            connection?.refuse(message, "org.qemu.Display1.Error.Failed", "not absolute")
        } else if isSlow {
            held.append(message)
        } else {
            connection?.answer(message)
        }
    }

    private func answerProperties(_ message: BusMessage, _ connection: BusConnection) throws {
        let number = UInt32(message.path.split(separator: "_").last ?? "")
        let interface = String(try message.readString().split(separator: ".").last ?? "")
        let properties = inputs[interface] ?? number.map { consoles[$0] } ?? machine
        guard let properties else {
            return connection.refuse(message, "org.freedesktop.DBus.Error.UnknownMethod", "no such object")
        }
        connection.answer(message) { (reply) throws(BusError) in
            try reply.append("a", "{sv}") { () throws(BusError) in
                for (name, value) in properties.sorted(by: { $0.key < $1.key }) {
                    try reply.append("e", "sv") { () throws(BusError) in
                        try reply.append(name)
                        try value.append(to: reply)
                    }
                }
            }
        }
    }
}

extension FakeQEMU.Property {
    func append(to message: BusMessage) throws(BusError) {
        switch self {
        case .string(let value):
            try message.append("v", "s") { () throws(BusError) in try message.append(value) }
        case .number(let value):
            try message.append("v", "u") { () throws(BusError) in try message.append(value) }
        case .strings(let values):
            try message.append("v", "as") { () throws(BusError) in try message.append(values) }
        case .flag(let value):
            try message.append("v", "b") { () throws(BusError) in try message.append(value) }
        case .signed(let value):
            try message.append("v", "i") { () throws(BusError) in try message.append(value) }
        case .numbers(let values):
            try message.append("v", "au") { () throws(BusError) in
                try message.append("a", "u") { () throws(BusError) in
                    for value in values { try message.append(value) }
                }
            }
        case .odd:
            try message.append("v", "(dt)") { () throws(BusError) in
                try message.append("r", "dt") { () throws(BusError) in
                    try message.append(1.5)
                    try message.append(UInt64(7))
                }
            }
        }
    }
}

extension FakeQEMU {
    /// The console has another size, as it says itself; its listeners are not told.
    func resize(_ width: UInt32, _ height: UInt32, console: UInt32 = 1) throws {
        consoles[console]?["Width"] = .number(width)
        consoles[console]?["Height"] = .number(height)
        try tell([("Width", .number(width)), ("Height", .number(height))], of: Names.console, console)
    }

    /// The guest's pointer becomes another one, which is told.
    func setAbsolute(_ isAbsolute: Bool) throws {
        inputs["Mouse"] = ["IsAbsolute": .flag(isAbsolute)]
        try tell([("IsAbsolute", .flag(isAbsolute))], of: "org.qemu.Display1.Mouse", 1)
    }

    private func tell(_ changes: [(String, Property)], of interface: String, _ console: UInt32) throws {
        guard let bus else { return }
        let signal = try bus.makeSignal(
            "/org/qemu/Display1/Console_\(console)", Names.properties, "PropertiesChanged")
        try signal.append(interface)
        try signal.append("a", "{sv}") { () throws(BusError) in
            for (name, value) in changes {
                try signal.append("e", "sv") { () throws(BusError) in
                    try signal.append(name)
                    try value.append(to: signal)
                }
            }
        }
        try signal.append([] as [String])
        try bus.send(signal)
    }
}
