import ArgumentParser

/// `--device` and what goes with it, where there may be several devices, or none.
struct DevicesOption: ParsableArguments {
    @Option(
        name: [.customShort("d"), .customLong("device")],
        help: ArgumentHelp(
            "The device: \(DeviceOption.forms). Several, each named by an option of its own, have a window each; without "
                + "any, the only display device that there is is shown, or a window offers those that there are.",
            valueName: "device"),
        completion: .custom { _, _, _ in DeviceNames.all })
    var devices: [String] = []

    @OptionGroup var opening: OpeningOption

    /// In the order in which they were named.
    var requests: [DeviceRequest] { devices.map(opening.request) }

    func validate() throws {
        for request in requests { try request.validate() }
    }
}
