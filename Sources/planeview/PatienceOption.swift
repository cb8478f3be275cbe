import ArgumentParser
import Reconnection
import VFIO

/// `--wait` and `--reconnect`.
struct PatienceOption: ParsableArguments {
    @Flag(
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help: ArgumentHelp(
            "Start although the device is not there, or is in use: it is opened as soon as it can be. What can never work, "
                + "such as a device without a display, ends the program all the same."))
    var wait = false

    @Flag(
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help: ArgumentHelp(
            "Keep the last picture when the device goes, and go on when it is back; and open the window again when the "
                + "compositor is back. Without --wait, the device must be there at the start."))
    var reconnect = false

    /// Which absences of the device are waited out.
    var patience: Patience {
        var patience = Patience()
        if wait { patience.insert(.atStart) }
        if reconnect { patience.insert(.afterLoss) }
        return patience
    }

    /// - Throws: when the device is one that does not come, or come back.
    func validate(for device: String) throws {
        switch DeviceSpecifier(device) {
        case .descriptor where wait || reconnect:
            throw ValidationError(
                "--wait and --reconnect are for devices that planeview opens itself: fd:N is there from the start, or never."
            )
        case .process where reconnect:
            throw ValidationError(
                "--reconnect is for devices that come back by the same name: the next virtual machine is another process."
            )
        default: break
        }
    }
}
