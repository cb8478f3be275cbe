/// A device that was opened.
package struct OpenedDevice {
    package let device: KernelDevice
    /// What people call it.
    package let name: String
    /// The virtual machine that it was borrowed from.
    package let host: HostProcess?

    init(_ device: KernelDevice, _ name: String, _ host: HostProcess? = nil) {
        self.device = device
        self.name = name
        self.host = host
    }
}
