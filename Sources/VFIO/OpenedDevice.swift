package import Planes

/// A device that was opened.
package struct OpenedDevice {
    package let device: KernelDevice
    /// What people call it.
    package let name: String
    /// The virtual machine that it was borrowed from.
    package let host: HostProcess?

    /// The GPU whose part it is; nil where sysfs does not tell.
    package let gpu: GPU?

    /// Notices the device's removal; nil where others see to that, who have it open, too.
    package let removal: RemovalWatch?

    /// Whether nobody else has it open, as far as the kernel sees to that.
    package let isOwned: Bool

    init(
        _ device: KernelDevice, _ name: String, _ gpu: GPU?, _ host: HostProcess? = nil,
        _ removal: RemovalWatch? = nil, isOwned: Bool = false
    ) {
        self.device = device
        self.name = name
        self.gpu = gpu
        self.host = host
        self.removal = removal
        self.isOwned = isOwned
    }
}
