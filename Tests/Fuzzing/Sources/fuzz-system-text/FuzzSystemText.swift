import Descriptors
import Fuzzing
import Glibc
import Planes
import VFIO

/// What users write and what sysfs and /proc say: names of devices, of drivers and of processes.
@main
enum FuzzSystemText {
    static func main() {
        unsafe Driver.run { bytes, count in unsafe fuzz(bytes, count) }
    }
}

private func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    var input = unsafe FuzzInput(bytes, count)
    let specifier = DeviceSpecifier(input.text())
    guard let root = try? Tree(input.text(), input.text(), input.text(), input.text()) else { return 0 }
    let tree = FileTree(root: root.path)
    if let specifier, !specifier.isDescriptor { _ = try? DeviceOpener(tree).open(specifier) }
    for entry in DeviceList(in: tree).entries { precondition(!entry.name.isEmpty) }
    _ = GPU(folder: "/sys/bus/pci/devices/0000:00:02.0", in: tree)
    return 0
}

extension DeviceSpecifier {
    /// One of this process's own would be closed.
    fileprivate var isDescriptor: Bool {
        switch self {
        case .descriptor, .process: true
        default: false
        }
    }
}

/// A few files, made once and filled anew.
private struct Tree {
    let path = "/tmp/planeview-fuzz-\(getpid())"

    init(_ type: String, _ vendor: String, _ device: String, _ group: String) throws {
        let uuid = "8d5c42a0-0000-0000-0000-000000000001"
        let mediated = "/sys/bus/mdev/devices/\(uuid)"
        for folder in [
            "", "/sys", "/sys/bus", "/sys/bus/mdev", "/sys/bus/mdev/devices", mediated,
            mediated + "/mdev_type",
            "/sys/bus/pci", "/sys/bus/pci/devices", "/sys/bus/pci/devices/0000:00:02.0",
        ] {
            _ = unsafe mkdir(path + folder, 0o700)
        }
        for (file, text) in [
            (mediated + "/mdev_type/name", type), ("/sys/bus/pci/devices/0000:00:02.0/vendor", vendor),
            ("/sys/bus/pci/devices/0000:00:02.0/device", device),
        ] {
            let number = unsafe open(path + file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
            unsafe write(number, text, text.utf8.count)
            close(number)
        }
        unsafe unlink(path + mediated + "/iommu_group")
        _ = unsafe symlink(group, path + mediated + "/iommu_group")
    }
}
