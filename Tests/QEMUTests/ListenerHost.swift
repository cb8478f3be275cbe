import Descriptors

@testable import QEMU

/// QEMU's side of a listener's connection: it calls what the viewer has registered.
final class ListenerHost {
    let connection: BusConnection
    private let bus: Bus
    private let loop: EventLoop

    init(on socket: consuming OwnedDescriptor, in loop: EventLoop) throws {
        self.loop = loop
        bus = try Bus(on: socket, isServer: true)
        connection = try BusConnection(bus, in: loop)
    }

    /// Calls, and waits for the answer while both sides run.
    @discardableResult
    func call(
        _ member: String, of interface: String = Names.listener, at path: String = Names.listenerPath,
        _ arguments: (BusMessage) throws(BusError) -> Void = { (_) throws(BusError) in }
    ) throws -> BusMessage {
        try connection.call(member, of: interface, at: path, arguments)
    }

    /// Whether the viewer refuses a call.
    func isRefused(
        _ member: String, of interface: String = Names.listener, at path: String = Names.listenerPath,
        _ arguments: (BusMessage) throws(BusError) -> Void = { (_) throws(BusError) in }
    ) throws -> Bool {
        try connection.isRefused(member, of: interface, at: path, arguments)
    }

    /// Calls, and has the answer counted when it comes.
    func send(
        _ member: String, of interface: String = Names.listener,
        _ arguments: (BusMessage) throws(BusError) -> Void, then: @escaping () -> Void = {}
    ) throws {
        let message = try connection.makeCall(nil, Names.listenerPath, interface, member, arguments)
        connection.call(message, within: .seconds(60)) { _ in then() }
    }
}

/// Values of a call, in the order in which they are sent.
func append(_ message: BusMessage, _ numbers: [UInt32]) throws(BusError) {
    for number in numbers { try message.append(number) }
}

func append(_ message: BusMessage, _ numbers: [Int32]) throws(BusError) {
    for number in numbers { try message.append(number) }
}

/// Pixels as they lie in memory.
func append(_ message: BusMessage, pixels: [UInt32]) throws(BusError) {
    let result = unsafe pixels.withUnsafeBytes { bytes in
        Result { () throws(BusError) in try message.append(unsafe bytes.bytes) }
    }
    try result.get()
}

func append(_ message: BusMessage, bytes: [UInt8]) throws(BusError) {
    let result = unsafe bytes.withUnsafeBytes { bytes in
        Result { () throws(BusError) in try message.append(unsafe bytes.bytes) }
    }
    try result.get()
}
