package import Descriptors
internal import Glibc

/// One D-Bus connection, by libsystemd's sd-bus: to a message bus, or to one other program. Nothing here waits.
@safe package final class Bus {
    private let functions: BusFunctions
    private let bus: OpaquePointer

    /// Begins to connect to a message bus.
    ///
    /// - Parameter address: as the D-Bus specification writes them, such as "unix:path=/run/user/1000/bus".
    /// - Throws: `BusError.library`; `failed` when nobody listens there.
    package convenience init(to address: String) throws(BusError) {
        try self.init()
        try check("sd_bus_set_address", unsafe functions.setAddress(bus, address))
        try check("sd_bus_set_bus_client", unsafe functions.setBusClient(bus, 1))
        try check("sd_bus_start", unsafe functions.start(bus))
    }

    /// Begins to speak on a connected socket, as the client: at once, so that the other side need not wait.
    ///
    /// - Parameter isServer: as the server.
    /// - Throws: `BusError.library`, `failed`.
    package convenience init(
        on socket: consuming OwnedDescriptor, isServer: Bool = false
    ) throws(BusError) {
        try self.init()
        if isServer {
            // Any but zero will do for the server's identity, which nobody asks for.
            try check("sd_bus_set_server", unsafe functions.setServer(bus, 1, 1, 1))
        }
        try check(
            "sd_bus_set_fd", unsafe functions.setDescriptors(bus, socket.rawValue, socket.rawValue))
        // From here on it is sd-bus's.
        _ = socket.release()
        try check("sd_bus_start", unsafe functions.start(bus))
    }

    private init() throws(BusError) {
        do { functions = try BusFunctions.loaded.get() } catch { throw .library(error) }
        var bus: OpaquePointer?
        let result = unsafe functions.create(&bus)
        guard result >= 0, let bus = unsafe bus else {
            throw .failed(SystemError(call: "sd_bus_new", errno: -result))
        }
        unsafe self.bus = bus
    }

    deinit {
        unsafe functions.close(bus)
        _ = unsafe functions.release(bus)
    }

    /// Lent; it may be another after `next`, as long as it is not connected.
    var descriptor: Int32 { unsafe functions.descriptor(bus) }

    /// What its descriptor is to be waited for; changes with each `next` and each `send`. poll(2)'s numbers are epoll(7)'s.
    var interest: EventLoop.Interest {
        EventLoop.Interest(rawValue: UInt32(max(unsafe functions.events(bus), 0)))
    }

    /// When `next` is to be called at the latest; nil when it can wait for the descriptor.
    var deadline: Instant? {
        var microseconds: UInt64 = .max
        guard unsafe functions.timeout(bus, &microseconds) > 0, microseconds < UInt64(Int64.max / 1_000)
        else {
            return nil
        }
        return Instant(nanoseconds: Int64(microseconds) * 1_000)
    }

    /// Messages that the other side has not taken.
    var unsentCount: Int {
        var count: UInt64 = 0
        return unsafe functions.unsentCount(bus, &count) >= 0 ? Int(clamping: count) : 0
    }

    /// What `next` came to.
    package enum Step {
        case nothing
        /// Something was done, and there may be more.
        case progress
        case message(BusMessage)
    }

    /// Sends what is unsent and takes in what has come, by one message at most.
    ///
    /// - Throws: `BusError.closed` when the connection has ended, whatever the reason.
    package func next() throws(BusError) -> Step {
        var message: OpaquePointer?
        let result = unsafe functions.process(bus, &message)
        guard result >= 0 else { throw .closed }
        if let message = unsafe message { return .message(unsafe BusMessage(adopting: message, functions)) }
        return result > 0 ? .progress : .nothing
    }

    /// Sends a message, as far as the other side takes it.
    ///
    /// - Returns: what the answer will carry (`BusMessage.replyCookie`).
    /// - Throws: `BusError.failed`.
    @discardableResult
    package func send(_ message: BusMessage) throws(BusError) -> UInt64 {
        var cookie: UInt64 = 0
        try check("sd_bus_send", unsafe functions.send(bus, message.message, &cookie))
        return cookie
    }

    /// A call without arguments.
    ///
    /// - Parameters:
    ///   - destination: a name on the message bus; nil where there is but one other side.
    ///   - path: an object's.
    package func makeCall(
        _ destination: String?, _ path: String, _ interface: String, _ member: String
    ) throws(BusError) -> BusMessage {
        var message: OpaquePointer?
        let result =
            unsafe destination.map {
                unsafe functions.makeCall(bus, &message, $0, path, interface, member)
            } ?? functions.makeCall(bus, &message, nil, path, interface, member)
        try check("sd_bus_message_new_method_call", result)
        guard let message = unsafe message else { throw .malformed }
        let call = unsafe BusMessage(adopting: message, functions)
        // Nobody is to be started by a question.
        try check("sd_bus_message_set_auto_start", unsafe functions.setAutoStart(message, 0))
        return call
    }

    /// A signal without values.
    package func makeSignal(
        _ path: String, _ interface: String, _ member: String
    ) throws(BusError) -> BusMessage {
        var message: OpaquePointer?
        try check(
            "sd_bus_message_new_signal",
            unsafe functions.makeSignal(bus, &message, path, interface, member))
        guard let message = unsafe message else { throw .malformed }
        return unsafe BusMessage(adopting: message, functions)
    }

    private func check(_ call: String, _ result: Int32) throws(BusError) {
        guard result >= 0 else { throw .failed(SystemError(call: call, errno: -result)) }
    }
}
