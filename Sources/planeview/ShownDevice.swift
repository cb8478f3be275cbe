/// A device that was opened to be shown. It outlives the window: a compositor that comes back gets another one for it.
struct ShownDevice {
    /// What the user calls it.
    let name: String
    let opened: OpenedDevice
    /// Takes sentences about it.
    let say: (String) -> Void
}
