package import Planes

/// A device that was opened.
package struct OpenedDevice {
    package let device: any DeviceCalls
    /// What people call it.
    package let name: String
    /// What it was borrowed by, from a virtual machine; nil for a device that this process has open itself.
    package let loan: Loan?

    /// The GPU whose part it is; nil where sysfs does not tell.
    package let gpu: GPU?

    /// Notices the device's removal; nil where others see to that, who have it open, too.
    package let removal: RemovalWatch?

    /// Whether nobody else has it open, as far as the kernel sees to that.
    package let isOwned: Bool

    init(
        _ device: any DeviceCalls, _ name: String, _ gpu: GPU?, _ loan: Loan? = nil,
        _ removal: RemovalWatch? = nil, isOwned: Bool = false
    ) {
        self.device = device
        self.name = name
        self.gpu = gpu
        self.loan = loan
        self.removal = removal
        self.isOwned = isOwned
    }
}
