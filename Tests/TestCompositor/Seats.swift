import Descriptors
internal import Glibc
import Wayland

/// `wl_seat`.
package final class SeatGlobal: ServerObject {
    override func bound() {
        tell(compositor.seatCapabilities)
        if version >= 2 { send("name", .string("seat0")) }
    }

    /// Says which devices there are: `wl_seat.capability`.
    package func tell(_ capabilities: UInt32) {
        send("capabilities", .uint(capabilities))
    }

    override func handle(_ request: Request) {
        switch request.name {
        case "get_pointer": make(WlPointer.interface, id: request.newID(0), as: PointerDevice.self)
        case "get_touch": make(WlTouch.interface, id: request.newID(0), as: TouchDevice.self)
        case "get_keyboard":
            let keyboard: KeyboardDevice = make(WlKeyboard.interface, id: request.newID(0))
            if let keymap = compositor.keymap { keyboard.tell(keymap) }
            if version >= 4 { keyboard.send("repeat_info", .int(25), .int(600)) }
        default: break
        }
    }
}

/// Keys by name, with the kernel's numbers.
package enum TestKey: UInt32 {
    case escape = 1
    case one = 2
    case two = 3
    case three = 4
    case q = 16
    case i = 23
    case enter = 28
    case a = 30
    case s = 31
    case f = 33
    case z = 44
    case leftControl = 29
    case leftAlt = 56
    case leftShift = 42
    case capsLock = 58
    case numLock = 69
    case scrollLock = 70
    case f11 = 87
    case up = 103
    case down = 108
}

/// A `wl_keyboard`.
package final class KeyboardDevice: ServerObject {
    /// The real modifiers' bits.
    package static let shift: UInt32 = 1
    package static let lock: UInt32 = 2
    package static let control: UInt32 = 4
    package static let alt: UInt32 = 8
    package static let numLock: UInt32 = 16

    /// Hands out a keymap in a memory file.
    ///
    /// - Parameter size: bytes, as the event tells; nil for what there is, with the zero at its end.
    package func tell(_ keymap: String, size: UInt32? = nil) {
        let bytes = [UInt8](keymap.utf8) + [0]
        guard let file = try? OwnedDescriptor.sealedMemory("keymap", size: UInt64(bytes.count)) else {
            preconditionFailure("no memory")
        }
        precondition(unsafe pwrite(file.rawValue, bytes, bytes.count, 0) == bytes.count)
        send(
            "keymap", .uint(1), .descriptor(SharedDescriptor(file)), .uint(size ?? UInt32(bytes.count)))
    }

    package func enter(_ surface: Surface, holding keys: [TestKey] = [], locked: UInt32 = 0) {
        send(
            "enter", .uint(compositor.nextSerial()), .object(surface), .array(of: keys.map(\.rawValue)))
        hold(0, locked: locked)
    }

    package func leave(_ surface: Surface) {
        send("leave", .uint(compositor.nextSerial()), .object(surface))
    }

    /// Tells which modifiers are held or locked, and which layout is in force.
    package func hold(_ modifiers: UInt32, locked: UInt32 = 0, layout: UInt32 = 0) {
        send(
            "modifiers", .uint(compositor.nextSerial()), .uint(modifiers), .uint(0), .uint(locked),
            .uint(layout))
    }

    package func press(_ key: TestKey) { tell(key, state: 1) }
    package func release(_ key: TestKey) { tell(key, state: 0) }

    private func tell(_ key: TestKey, state: UInt32) {
        send(
            "key", .uint(compositor.nextSerial()), .uint(compositor.time), .uint(key.rawValue),
            .uint(state))
    }
}

/// A `wl_pointer`.
package final class PointerDevice: ServerObject {
    /// What the client made its image, if that is a surface.
    package private(set) weak var image: Surface?
    /// Where that points.
    package private(set) var hotspot: (x: Int32, y: Int32) = (0, 0)
    /// How often the client has said what its image is.
    package private(set) var imageRequests = 0

    override func handle(_ request: Request) {
        guard request.name == "set_cursor" else { return }
        let surface: Surface? = request.object(1)
        guard surface?.subsurface == nil, surface?.xdgSurface == nil else {
            return post(error: 0, "the surface has a role already")
        }
        image = surface
        hotspot = (request.int(2), request.int(3))
        imageRequests += 1
    }

    package func enter(_ surface: Surface, x: Double, y: Double) {
        send(
            "enter", .uint(compositor.nextSerial()), .object(surface), .fixed(Fixed(x).rawValue),
            .fixed(Fixed(y).rawValue))
        endFrame()
    }

    package func leave(_ surface: Surface) {
        send("leave", .uint(compositor.nextSerial()), .object(surface))
        endFrame()
    }

    package func move(x: Double, y: Double) {
        send("motion", .uint(compositor.time), .fixed(Fixed(x).rawValue), .fixed(Fixed(y).rawValue))
        endFrame()
    }

    /// - Parameter button: the kernel's number.
    package func press(_ button: UInt32) { tell(button, state: 1) }
    package func release(_ button: UInt32) { tell(button, state: 0) }

    /// Turns a wheel, down where positive.
    package func turn(steps: Int32) { turn(parts: steps * 120) }

    /// Turns a wheel by 120ths of its steps, down where positive. Below version 8, whole steps are told.
    package func turn(parts: Int32) {
        send("axis_source", .uint(0))
        if version >= 8 {
            send("axis_value120", .uint(0), .int(parts))
        } else if parts / 120 != 0 {
            send("axis_discrete", .uint(0), .int(parts / 120))
        }
        draw(Double(parts) * 15 / 120)
    }

    /// Scrolls with fingers by surface-local units, down where positive.
    package func draw(_ distance: Double) {
        send("axis", .uint(compositor.time), .uint(0), .fixed(Fixed(distance).rawValue))
        endFrame()
    }

    private func tell(_ button: UInt32, state: UInt32) {
        send("button", .uint(compositor.nextSerial()), .uint(compositor.time), .uint(button), .uint(state))
        endFrame()
    }

    private func endFrame() {
        if version >= 5 { send("frame") }
    }
}

/// `wp_cursor_shape_manager_v1`. What is asked of its devices is in the log.
final class CursorShapeGlobal: ServerObject {
    override func handle(_ request: Request) {
        guard request.name == "get_pointer" else { return }
        make(WpCursorShapeDeviceV1.interface, id: request.newID(0), as: ServerObject.self)
    }
}
