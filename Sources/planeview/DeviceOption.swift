import ArgumentParser
import Demo
import QEMU
import V4L2
import VFIO

/// `--device` and what goes with it, where there is one device.
struct DeviceOption: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The device: \(DeviceOption.forms).", valueName: "device"),
        completion: .custom { _, _, _ in DeviceNames.all })
    var device: String

    @OptionGroup var opening: OpeningOption

    var request: DeviceRequest { opening.request(for: device) }

    func validate() throws { try request.validate() }

    /// The long names of options that have a letter, too, in all that the window takes.
    static let shortNames: [Character: String] = ["d": "device", "f": "fullscreen"]

    /// What a device may be, for help.
    static let forms =
        "\(DeviceSpecifier.forms); \(CaptureOpener.forms); \(MachineSpecifier.forms); or demo, a built-in one (demo:\(DemoOptions.keyList))"
}
