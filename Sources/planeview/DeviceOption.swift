import ArgumentParser
import Demo
import V4L2
import VFIO

/// `--device` and what goes with it, as all subcommands take it.
struct DeviceOption: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The device: \(DeviceSpecifier.forms); \(CaptureOpener.forms); or demo, a built-in one (demo:\(DemoOptions.keyList)).",
            valueName: "device"),
        completion: .custom { _, _, _ in DeviceNames.all })
    var device: String

    /// The long names of options that have a letter, too, in all that the window takes.
    static let shortNames: [Character: String] = ["d": "device", "f": "fullscreen"]

    @Option(
        help: ArgumentHelp(
            "Insist on one of the kernel's display ABIs. Without it, the device is asked which it speaks.",
            valueName: "abi"))
    var abi: DisplayABI?

    @Option(
        help: ArgumentHelp(
            "Insist on a capture device's format, by its V4L2 or DRM name. Without it, the best is taken that the "
                + "compositor takes, too; 'planeview probe' shows what there is.",
            valueName: "fourcc"))
    var format: String?

    @Option(
        help: ArgumentHelp(
            "Insist on the size of a capture device's pictures. Without it, the device's own is taken.",
            valueName: "width>x<height"))
    var size: FrameSize?

    /// What the user insists on with a capture device.
    var wish: CaptureWish { CaptureWish(format: format, size: size) }

    func validate() throws {
        guard case .capture = DeviceKind(device) else {
            if format != nil || size != nil {
                throw ValidationError("--format and --size are for capture devices (/dev/videoN).")
            }
            return
        }
        if abi != nil { throw ValidationError("--abi is for VFIO devices.") }
    }
}

extension DisplayABI: ExpressibleByArgument {}

extension FrameSize: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
