internal import Descriptors

/// Where a device is, once its specifier was looked up in sysfs.
struct DeviceLocation: Equatable, Sendable {
    /// How it is opened.
    enum Access: Equatable, Sendable {
        /// Through `/dev/vfio/N`, by the device's name.
        case group(path: String, device: String)
        /// By its own file.
        case file(path: String)
        /// It is open already.
        case descriptor(Int32)
        /// A virtual machine has it open.
        case process(Int32, device: String?)
    }

    /// What people call it.
    let name: String
    let access: Access
}

extension DeviceLocation {
    /// Looks a device up.
    ///
    /// - Throws: `DeviceError.missing`, `.noGroup`, `.severalInGroup` and their kin.
    init(of specifier: DeviceSpecifier, in tree: FileTree) throws(DeviceError) {
        switch specifier {
        case .mediated(let uuid):
            try self.init(folder: "/sys/bus/mdev/devices/\(uuid)", name: uuid, in: tree)
        case .pci(let address):
            try self.init(folder: "/sys/bus/pci/devices/\(address)", name: address, in: tree)
        case .sysfs(let path):
            let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
            let name = folder.split(separator: "/").last.map(String.init) ?? folder
            try self.init(folder: folder, name: name, in: tree)
        case .group(let number):
            try self.init(group: number, in: tree)
        case .deviceFile(let path):
            guard tree.exists(path) else { throw .missing(path) }
            self.init(name: path, access: .file(path: path))
        case .descriptor(let number):
            self.init(name: "fd:\(number)", access: .descriptor(number))
        case .process(let number, let device):
            self.init(name: device ?? "pid:\(number)", access: .process(number, device: device))
        }
    }

    private init(folder: String, name: String, in tree: FileTree) throws(DeviceError) {
        guard tree.exists(folder) else { throw .missing(name) }
        guard let group = tree.linkName(folder + "/iommu_group") else {
            throw .noGroup(name, driver: tree.linkName(folder + "/driver"))
        }
        let path = "/dev/vfio/\(group)"
        guard tree.exists(path) else {
            throw .notBound(name, driver: tree.linkName(folder + "/driver"))
        }
        self.init(name: name, access: .group(path: path, device: name))
    }

    private init(group: Int, in tree: FileTree) throws(DeviceError) {
        let path = "/dev/vfio/\(group)"
        let devices = tree.names(in: "/sys/kernel/iommu_groups/\(group)/devices")
        guard let device = devices.first, tree.exists(path) else { throw .missing(path) }
        guard devices.count == 1 else { throw .severalInGroup(path, devices) }
        self.init(name: device, access: .group(path: path, device: device))
    }
}
