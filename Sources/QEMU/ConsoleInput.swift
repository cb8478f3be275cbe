internal import Descriptors
package import Input

/// Takes a user's hands to a guest by its console's objects on D-Bus (Keyboard, Mouse and MultiTouch of ui/dbus-display1.xml).
package final class ConsoleInput: InputSink {
    package private(set) var pointing = Pointing.none
    package private(set) var locks: LockKeys?
    package var onChange: (() -> Void)?

    private let console: DisplayConsole
    private var queue = InputQueue()
    /// What QEMU says of its touch screens, which it has whether its guest has one or not.
    private var slots = 0

    /// How long the program's end may be held up.
    private static let farewell = Instant.Span.milliseconds(250)

    package init(_ console: DisplayConsole) {
        self.console = console
        console.observe { [weak self] interface, properties in
            guard let name = interface.split(separator: ".").last else { return }
            self?.take(properties, of: String(name))
        }
        for interface in ["Mouse", "Keyboard", "MultiTouch"] { ask(interface) }
    }

    /// A guest with a tablet takes a finger for its pointer. Whether one that has a mouse has a touch screen besides, QEMU does not
    /// tell: there fingers are fingers.
    package var touchSlots: Int { pointing == .absolute ? 0 : slots }

    package func send(_ event: GuestInput) {
        guard !console.connection.isClosed else { return }
        queue.append(event)
        proceed()
    }

    /// QEMU tells when the guest's pointer becomes another one.
    package func refresh() {}

    package func finish() {
        let deadline = Instant.now + Self.farewell
        while !queue.isIdle, .now < deadline, console.connection.turn(until: deadline) {}
    }

    private func proceed() {
        while let event = queue.next() {
            guard let call = Call(event) else {
                // Nothing that this QEMU could take.
                queue.answered()
                continue
            }
            console.call(call.interface, call.member, call.append) { [weak self] answer in
                guard let self else { return }
                if case .failure(.refused) = answer { refused(event) }
                queue.answered()
                proceed()
            }
            return
        }
    }

    /// The guest's pointer is not what it was taken for.
    private func refused(_ event: GuestInput) {
        switch event {
        case .motion:
            // Of a tablet that its guest has no driver for yet, QEMU 7.2 says nothing, but refuses motions for it
            // (ui/dbus-console.c, dbus_mouse_rel_motion).
            guard pointing != .absolute else { return }
            pointing = .absolute
            onChange?()
        // It may as well have been beyond the screen.
        case .position: ask("Mouse")
        default: break
        }
    }

    private func ask(_ interface: String) {
        console.properties(of: interface) { [weak self] properties in self?.take(properties, of: interface) }
    }

    private func take(_ properties: [String: BusValue], of interface: String) {
        let before = (pointing, touchSlots, locks)
        switch interface {
        case "Mouse":
            if let isAbsolute = properties["IsAbsolute"]?.flag {
                pointing = isAbsolute ? .absolute : .relative
            }
        case "Keyboard":
            if let modifiers = properties["Modifiers"]?.number { locks = LockKeys(rawValue: modifiers & 7) }
        case "MultiTouch":
            // 10 in QEMU; what is more is no screen's.
            if let count = properties["MaxSlots"]?.signed { slots = Int(min(max(count, 0), 64)) }
        default: return
        }
        if before != (pointing, touchSlots, locks) { onChange?() }
    }

    /// What an event is in D-Bus.
    private struct Call {
        let interface: String
        let member: String
        let append: (BusMessage) throws(BusError) -> Void

        /// nil for what QEMU does not know.
        init?(_ event: GuestInput) {
            switch event {
            case .key(let code, let isPressed):
                guard let number = KeyNumbers.number(of: code) else { return nil }
                self.init("Keyboard", isPressed ? "Press" : "Release", [number])
            case .button(let button, let isPressed):
                // Wheels that turn sideways have no number there.
                guard button.rawValue <= PointerButton.extra.rawValue else { return nil }
                self.init("Mouse", isPressed ? "Press" : "Release", [button.rawValue])
            case .position(let point):
                self.init("Mouse", "SetAbsPosition", [UInt32(max(0, point.x)), UInt32(max(0, point.y))])
            case .motion(let x, let y):
                self.init("Mouse", "RelMotion") { (call) throws(BusError) in
                    try call.append(x)
                    try call.append(y)
                }
            case .touch(let touch):
                self.init("MultiTouch", "SendEvent") { (call) throws(BusError) in
                    try call.append(touch.phase.rawValue)
                    try call.append(UInt64(touch.slot))
                    try call.append(Double(touch.point.x))
                    try call.append(Double(touch.point.y))
                }
            case .wheel: return nil
            }
        }

        private init(_ interface: String, _ member: String, _ numbers: [UInt32]) {
            self.init(interface, member) { (call) throws(BusError) in
                for number in numbers { try call.append(number) }
            }
        }

        private init(
            _ interface: String, _ member: String, _ append: @escaping (BusMessage) throws(BusError) -> Void
        ) {
            self.interface = interface
            self.member = member
            self.append = append
        }
    }
}
