package import Descriptors

/// A graphics device of this machine, as people know it.
package struct GPU: Hashable, Sendable, CustomStringConvertible {
    /// Where it is: a PCI address, such as "0000:00:02.0", or the name of another device's folder in sysfs.
    package let address: String
    /// The kernel's driver, such as "i915".
    package let driver: String?
    /// Who made it, where that is somebody who makes graphics devices.
    package let vendor: String?

    package init(address: String, driver: String? = nil, vendor: String? = nil) {
        self.address = address
        self.driver = driver
        self.vendor = vendor
    }

    /// Looks a device up by its folder in sysfs.
    ///
    /// - Returns: nil when there is no such folder.
    package init?(folder: String, in tree: FileTree) {
        guard let path = tree.realPath(folder), let name = path.split(separator: "/").last else { return nil }
        self.init(
            address: String(name), driver: tree.linkName(path + "/driver"),
            vendor: tree.text(path + "/vendor").flatMap { Self.vendors[$0] })
    }

    /// Looks up the device whose file in /dev has a number, as `zwp_linux_dmabuf_feedback_v1` names devices.
    package init?(number: UInt64, in tree: FileTree) {
        // What glibc's gnu_dev_major and gnu_dev_minor do.
        let major = number >> 8 & 0xfff | number >> 32 & 0xffff_f000
        let minor = number & 0xff | number >> 12 & 0xffff_ff00
        self.init(folder: "/sys/dev/char/\(major):\(minor)/device", in: tree)
    }

    /// Such as "Intel 0000:00:02.0, driver i915".
    package var description: String {
        [vendor, address].compactMap(\.self).joined(separator: " ") + (driver.map { ", driver \($0)" } ?? "")
    }

    /// By the numbers of PCI (pci.ids).
    private static let vendors = [
        "0x8086": "Intel", "0x10de": "NVIDIA", "0x1002": "AMD", "0x1af4": "virtio", "0x1234": "QEMU",
        "0x15ad": "VMware", "0x1a03": "ASPEED", "0x102b": "Matrox",
    ]
}
