internal import Input
internal import Planes

/// What the monitor is asked (QEMU's QMP; qapi/control.json, qapi/ui.json).
enum Command: Equatable {
    /// Nothing else is taken before.
    case capabilities
    /// What the guest's pointers are.
    case mice
    case input(GuestInput)

    /// One line; nil for input that the monitor has no words for.
    var text: String? {
        switch self {
        case .capabilities: #"{"execute":"qmp_capabilities"}"# + "\n"
        case .mice: #"{"execute":"query-mice"}"# + "\n"
        case .input(let event): Self.events(event).map(Self.sending)
        }
    }

    private static func sending(_ events: String) -> String {
        #"{"execute":"input-send-event","arguments":{"events":[\#(events)]}}"# + "\n"
    }

    /// What one call tells the guest at once: no two changes of a button, of which a tablet sees the last alone.
    private static func events(_ event: GuestInput) -> String? {
        switch event {
        case .key(let code, let isPressed):
            KeyNumbers.number(of: code).map { number in
                #"{"type":"key","data":{"key":{"type":"number","data":\#(number)},"down":\#(isPressed)}}"#
            }
        case .button(let button, let isPressed):
            #"{"type":"btn","data":{"button":"\#(name(of: button))","down":\#(isPressed)}}"#
        case .position(let point):
            axis("abs", "x", scaled(point.x, of: point.screen.width)) + ","
                + axis("abs", "y", scaled(point.y, of: point.screen.height))
        case .motion(let x, let y):
            axis("rel", "x", x) + "," + axis("rel", "y", y)
        // A wheel comes as its steps; fingers are known from QEMU 8.1 on, where nobody tells whether the guest has a
        // screen for them.
        case .wheel, .touch: nil
        }
    }

    private static func axis(_ type: String, _ name: String, _ value: Int32) -> String {
        #"{"type":"\#(type)","data":{"axis":"\#(name)","value":\#(value)}}"#
    }

    /// The middle of a pixel, of 32768 parts of the screen.
    static func scaled(_ pixel: Int32, of size: Int32) -> Int32 {
        let size = Int64(max(1, size))
        let pixel = max(0, min(Int64(pixel), size - 1))
        return Int32((2 * pixel + 1) * 0x8000 / (2 * size))
    }

    private static func name(of button: PointerButton) -> String {
        switch button {
        case .left: "left"
        case .middle: "middle"
        case .right: "right"
        case .wheelUp: "wheel-up"
        case .wheelDown: "wheel-down"
        case .side: "side"
        case .extra: "extra"
        case .wheelLeft: "wheel-left"
        case .wheelRight: "wheel-right"
        }
    }
}
