import ArgumentParser
import V4L2
import VFIO

/// A device that the user names, and what they insist on with it.
struct DeviceRequest {
    /// As the user wrote it.
    let device: String
    /// nil asks the device.
    var abi: DisplayABI?
    var wish = CaptureWish()
    /// Whether the guest gets a monitor of the window's size; nil leaves it to the device's being ours. What is only looked at
    /// gives none.
    var resizesGuest: Bool? = false

    /// Whether the user's hands go to the guest, where its device has a way there.
    var takesInput = false

    /// Whether text may be copied to the guest and from it, where the user's hands go there.
    var exchangesClipboard = false

    /// Whether its device has a way to the guest, and it is to be used.
    var hasInput: Bool {
        if case .machine = DeviceKind(device) { takesInput } else { false }
    }

    /// - Throws: when what is insisted on is nothing for a device of its kind.
    func validate() throws {
        if case .machine = DeviceKind(device), abi != nil {
            throw ValidationError("--abi is for VFIO devices.")
        }
        guard case .capture = DeviceKind(device) else {
            if wish.format != nil || wish.size != nil {
                throw ValidationError("--format and --size are for capture devices (/dev/videoN).")
            }
            return
        }
        if abi != nil { throw ValidationError("--abi is for VFIO devices.") }
    }
}
