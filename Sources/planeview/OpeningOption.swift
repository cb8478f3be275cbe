import ArgumentParser
import V4L2
import VFIO

/// What the user insists on with a device, or with each of several.
struct OpeningOption: ParsableArguments {
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

    /// A device, opened in that way.
    func request(for device: String) -> DeviceRequest {
        DeviceRequest(device: device, abi: abi, wish: CaptureWish(format: format, size: size))
    }

    /// A device that the user did not name, opened in that way as far as it is one for such devices.
    func request(for choice: DeviceChoice) -> DeviceRequest {
        var request = request(for: choice.device)
        switch choice.kind {
        case .display: request.wish = CaptureWish()
        case .capture: request.abi = nil
        }
        return request
    }
}

extension DisplayABI: ExpressibleByArgument {}

extension FrameSize: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
