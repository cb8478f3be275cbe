import Descriptors

/// Names that a shell may complete `--device` with. Only sysfs is looked at: a press of a key opens no device.
enum DeviceNames {
    static var all: [String] {
        let tree = FileTree()
        let mediated = tree.names(in: "/sys/bus/mdev/devices")
        // Virtual functions of GPUs that a VFIO driver has; class 3 is display controllers (PCI Code and ID
        // Assignment Specification).
        let whole = tree.names(in: "/sys/bus/pci/drivers").filter { $0.contains("vfio") }
            .flatMap { tree.names(in: "/sys/bus/pci/drivers/\($0)") }
            .filter { tree.text("/sys/bus/pci/devices/\($0)/class")?.hasPrefix("0x03") ?? false }
        let captures = tree.names(in: "/dev").filter { $0.hasPrefix("video") && Int($0.dropFirst(5)) != nil }
            .map { "/dev/" + $0 }
        let lasting = tree.names(in: "/dev/v4l/by-id").map { "/dev/v4l/by-id/" + $0 }
        return mediated + whole + captures + lasting + ["demo", "qemu:"]
    }
}
