import ArgumentParser
import Demo
import VFIO

/// `--device`, as all subcommands take it.
struct DeviceOption: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The device: \(DeviceSpecifier.forms); or demo, a built-in one (demo:\(DemoOptions.keyList)).",
            valueName: "device"))
    var device: String

    @Option(
        help: ArgumentHelp(
            "Insist on one of the kernel's display ABIs. Without it, the device is asked which it speaks.",
            valueName: "abi"))
    var abi: DisplayABI?
}

extension DisplayABI: ExpressibleByArgument {}
