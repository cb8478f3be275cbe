internal import Descriptors
internal import Planes

/// A console's object in QEMU: what is asked of it, and what is sent to its keyboard, mouse and touch screen.
package final class DisplayConsole {
    package let number: UInt32
    /// Whose calls and signals go to this object's `observe`.
    let connection: BusConnection
    /// QEMU's name on a message bus; nil where there is but one other side.
    let destination: String?
    /// Takes QEMU's calls; refused while there is nobody.
    var onCall: ((BusMessage) -> Void)?
    private var observers: [(_ interface: String, _ properties: [String: BusValue]) -> Void] = []
    private var wanted: Monitor?
    private var isResizing = false

    /// How long an answer is waited for. Nobody is held up meanwhile.
    private static let patience = Instant.Span.seconds(5)

    init(_ number: UInt32, of machine: Machine) {
        self.number = number
        connection = machine.connection
        destination = machine.destination
        connection.onMessage = { [unowned self] in take($0) }
        watch()
    }

    deinit { connection.onMessage = nil }

    /// Has something called when properties of the console's interfaces have changed: with the interface's whole name, and the
    /// properties' new values.
    func observe(_ body: @escaping (_ interface: String, _ properties: [String: BusValue]) -> Void) {
        observers.append(body)
    }

    /// A message bus hands on what was asked for. Without one, everything comes.
    private func watch() {
        guard let destination else { return }
        let rule =
            "type='signal',sender='\(destination)',path='\(Names.consolePath(number))',"
            + "interface='\(Names.properties)'"
        guard
            let call = try? connection.makeCall(
                Names.bus, Names.busPath, Names.bus, "AddMatch",
                { (call) throws(BusError) in try call.append(rule) })
        else { return }
        connection.call(call, within: Self.patience) { _ in }
    }

    private func take(_ message: BusMessage) {
        if message.kind == .call {
            // On a message bus anybody may call.
            guard destination == nil || message.sender == destination else {
                return connection.refuse(message, Names.accessDenied, "this is for QEMU alone")
            }
            guard let onCall else {
                return connection.refuse(message, Names.unknownMethod, "there is no such object")
            }
            return onCall(message)
        }
        guard message.kind == .signal, message.member == "PropertiesChanged",
            message.interface == Names.properties, message.path == Names.consolePath(number),
            message.signature == "sa{sv}as", let interface = try? message.readString(),
            let properties = try? message.readProperties()
        else { return }
        for observer in observers { observer(interface, properties) }
    }

    /// Calls a method of an interface of the console's.
    ///
    /// - Parameters:
    ///   - interface: the last part of its name: "Console", "Keyboard", "Mouse", "MultiTouch".
    ///   - arguments: appends them.
    ///   - then: called once, in the loop.
    package func call(
        _ interface: String, _ member: String,
        _ arguments: (BusMessage) throws(BusError) -> Void = { (_) throws(BusError) in },
        then: @escaping (BusConnection.Answer) -> Void = { _ in }
    ) {
        do throws(BusError) {
            let call = try connection.makeCall(
                destination, Names.consolePath(number), "org.qemu.Display1." + interface, member, arguments)
            connection.call(call, within: Self.patience, then: then)
        } catch {
            then(.failure(error))
        }
    }

    /// Asks for all properties of one of the console's interfaces. What is not answered changes nothing.
    ///
    /// - Parameter interface: the last part of its name.
    func properties(of interface: String, then: @escaping ([String: BusValue]) -> Void) {
        guard
            let call = try? connection.makeCall(
                destination, Names.consolePath(number), Names.properties, "GetAll",
                { (call) throws(BusError) in try call.append("org.qemu.Display1." + interface) })
        else { return }
        connection.call(call, within: Self.patience) { answer in
            if case .success(let message) = answer, let properties = try? message.readProperties() {
                then(properties)
            }
        }
    }

    /// The call that has QEMU call a listener.
    ///
    /// - Parameter socket: QEMU's end of the listener's connection; the call holds a duplicate.
    /// - Throws: `BusError`.
    func registration(_ socket: borrowing OwnedDescriptor) throws(BusError) -> BusMessage {
        let call = try connection.makeCall(
            destination, Names.consolePath(number), Names.console, "RegisterListener")
        try call.append(socket)
        return call
    }

    /// Gives the guest a monitor. One call is under way at a time, and of those that wait the newest wins. What cannot be
    /// resized says so, and nothing is lost.
    func plug(_ monitor: Monitor) {
        wanted = monitor
        resize()
    }

    private func resize() {
        guard !isResizing, let monitor = wanted, !connection.isClosed else { return }
        wanted = nil
        isResizing = true
        call("Console", "SetUIInfo") { (call) throws(BusError) in
            let millimetres = monitor.millimetres ?? Size(width: 0, height: 0)
            try call.append(UInt16(clamping: millimetres.width))
            try call.append(UInt16(clamping: millimetres.height))
            // Where the monitor stands beside others.
            try call.append(Int32(0))
            try call.append(Int32(0))
            try call.append(UInt32(clamping: monitor.size.width))
            try call.append(UInt32(clamping: monitor.size.height))
        } then: { [weak self] _ in
            self?.isResizing = false
            self?.resize()
        }
    }
}
