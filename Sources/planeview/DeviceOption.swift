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
}
