import V4L2
import VFIO

/// The devices of this machine: the program's one place that knows of all kinds that can be listed.
struct DeviceChoices {
    /// Displays first.
    let all: [DeviceChoice]
    private let displays: DeviceList
    private let captures: CaptureList
    private let machines: [DeviceChoice]

    /// Looks which there are.
    ///
    /// - Parameter earlier: what was found before. What was free then and is still there is not opened again, and virtual
    ///   machines are not asked again: a window must not wait for one that hangs.
    init(after earlier: DeviceChoices? = nil) {
        displays = DeviceList(after: earlier?.displays)
        captures = CaptureList(after: earlier?.captures)
        machines = earlier?.machines ?? MachineList.choices()
        all = DisplayList.choices(displays) + machines + CaptureDeviceList.choices(captures)
    }

    /// The display device to show when none was named: the only one, if it is free. Capture devices do not count: a camera is
    /// nothing to be switched on unasked.
    var only: DeviceChoice? {
        let displays = all.filter { $0.kind == .display }
        return displays.count == 1 && displays[0].isFree ? displays[0] : nil
    }

    /// What to say on a terminal to a user who named none, where `only` is nil: what there is, and how to name it.
    var advice: Failure {
        var lines = [sentence + (displayCount == 0 ? "; or try --device demo" : "")]
        lines += all.map { ($0.isFree ? "  planeview --device " : "  ") + $0.line }
        return Failure(displayCount > 1 ? .usage : .device, lines.joined(separator: "\n"))
    }

    /// What there is, and what to do.
    var sentence: String {
        switch displayCount {
        case 0:
            "there is no device with a display: create a mediated device of a vGPU type that has one, or bind a GPU's virtual "
                + "function to its VFIO driver"
        case 1: "the only device with a display cannot be shown"
        default: "there are several devices with a display: name one"
        }
    }

    /// The same, above what is to be chosen from.
    var heading: String {
        switch displayCount {
        case 0: "There is no device with a display"
        case 1: "The only device with a display cannot be shown"
        default: "Which device shall be shown?"
        }
    }

    var isWithoutDisplay: Bool { displayCount == 0 }

    private var displayCount: Int { all.count { $0.kind == .display } }
}
