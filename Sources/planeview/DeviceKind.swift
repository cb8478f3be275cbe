import QEMU
import V4L2

/// The kinds of devices that `--device` names: the program's one place that tells them apart.
enum DeviceKind {
    /// The built-in device; what comes behind its name.
    case demo(options: String)
    case capture
    /// A virtual machine's console.
    case machine
    case display

    /// What a text that names no device at all would be is for the displays' errors to say.
    init(_ device: String) {
        if device.hasPrefix("demo") {
            self = .demo(options: String(device.dropFirst(4)))
        } else if CaptureOpener.isName(device) {
            self = .capture
        } else if MachineSpecifier.isName(device) {
            self = .machine
        } else {
            self = .display
        }
    }
}
