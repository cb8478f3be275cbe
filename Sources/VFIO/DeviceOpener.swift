internal import CLinux
package import Descriptors
internal import Glibc
internal import Planes

/// Opens devices: the way depends on what was named.
package struct DeviceOpener {
    private let tree: FileTree
    private let lenders: Lenders

    /// - Parameter lenders: start the processes that hold the devices of running virtual machines.
    package init(_ tree: FileTree = FileTree(), lenders: Lenders = Lenders()) {
        self.tree = tree
        self.lenders = lenders
    }

    /// Opens a device.
    ///
    /// - Throws: a sentence that says what to do.
    package func open(_ specifier: DeviceSpecifier) throws(DeviceError) -> OpenedDevice {
        let location = try DeviceLocation(of: specifier, in: tree)
        switch location.access {
        case .group(let path, let name):
            let removal = RemovalWatch(of: name, in: tree)
            return opened(try open(group: path, device: name), location.name, nil, removal, isOwned: true)
        case .file(let path):
            let removal = RemovalWatch(ofFile: path, in: tree)
            return opened(try open(file: path), location.name, nil, removal, isOwned: true)
        case .descriptor(let number): return opened(try adopt(number, location.name), location.name)
        case .process(let number, let wanted):
            return try borrow(wanted, from: number)
        }
    }

    private func opened(
        _ device: any DeviceCalls, _ name: String, _ loan: Loan? = nil, _ removal: RemovalWatch? = nil,
        isOwned: Bool = false
    ) -> OpenedDevice {
        // A mediated device's folder lies in its parent's, which is the GPU.
        let mediated = tree.realPath("/sys/bus/mdev/devices/\(name)").map {
            $0.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
        }
        let gpu = GPU(folder: mediated ?? "/sys/bus/pci/devices/\(name)", in: tree)
        return OpenedDevice(device, name, gpu, loan, removal, isOwned: isOwned)
    }

    /// The way of all kernels: group, container, IOMMU type, device (Documentation/driver-api/vfio.rst).
    private func open(group path: String, device name: String) throws(DeviceError) -> KernelDevice {
        guard tree.exists(Self.containerPath) else { throw .noContainer }
        let group = try opening(path, name) { () throws(SystemError) in
            try OwnedDescriptor.open(tree.path(path), O_RDWR)
        }
        let container = try opening(Self.containerPath, name) { () throws(SystemError) in
            try OwnedDescriptor.open(tree.path(Self.containerPath), O_RDWR)
        }
        var status = vfio_group_status(argsz: UInt32(MemoryLayout<vfio_group_status>.size), flags: 0)
        var containerNumber = container.rawValue
        let groupNumber = group.rawValue
        do throws(SystemError) {
            try systemCall("VFIO_GROUP_GET_STATUS") {
                unsafe ioctl(groupNumber, UInt(PLANEVIEW_VFIO_GROUP_GET_STATUS.rawValue), &status)
            }
            guard status.flags & UInt32(VFIO_GROUP_FLAGS_VIABLE) != 0 else {
                throw SystemError(call: "VFIO_GROUP_GET_STATUS", errno: Self.notViable)
            }
            try systemCall("VFIO_GROUP_SET_CONTAINER") {
                unsafe ioctl(
                    groupNumber, UInt(PLANEVIEW_VFIO_GROUP_SET_CONTAINER.rawValue), &containerNumber)
            }
            try setIOMMU(containerNumber)
            let device = try systemCall("VFIO_GROUP_GET_DEVICE_FD") {
                unsafe name.withCString {
                    unsafe ioctl(groupNumber, Self.getDevice, UnsafeMutableRawPointer(mutating: $0))
                }
            }
            return KernelDevice(OwnedDescriptor(adopting: device), group: group, container: container)
        } catch {
            if error.errno == Self.notViable { throw .groupNotViable(path) }
            throw DeviceError(error, opening: path, of: name, in: tree)
        }
    }

    /// Mediated devices do without an IOMMU, but the container must have a type before it gives out a device.
    private func setIOMMU(_ container: Int32) throws(SystemError) {
        do {
            try systemCall("VFIO_SET_IOMMU") {
                ioctl(container, UInt(PLANEVIEW_VFIO_SET_IOMMU.rawValue), Int32(VFIO_TYPE1v2_IOMMU))
            }
        } catch {
            try systemCall("VFIO_SET_IOMMU") {
                ioctl(container, UInt(PLANEVIEW_VFIO_SET_IOMMU.rawValue), Int32(VFIO_TYPE1_IOMMU))
            }
        }
    }

    /// The way of Linux 6.6 and later, where the kernel has iommufd: the file is bound, once, by whoever is first.
    private func open(file path: String) throws(DeviceError) -> KernelDevice {
        let device = try opening(path, path) { () throws(SystemError) in
            try OwnedDescriptor.open(tree.path(path), O_RDWR)
        }
        let manager = try opening(Self.managerPath, path) { () throws(SystemError) in
            try OwnedDescriptor.open(tree.path(Self.managerPath), O_RDWR)
        }
        var bind = planeview_vfio_bind_iommufd(
            argsz: UInt32(MemoryLayout<planeview_vfio_bind_iommufd>.size), flags: 0,
            iommufd: manager.rawValue,
            out_devid: 0)
        let number = device.rawValue
        do {
            try systemCall("VFIO_DEVICE_BIND_IOMMUFD") {
                unsafe ioctl(number, UInt(PLANEVIEW_VFIO_DEVICE_BIND_IOMMUFD.rawValue), &bind)
            }
        } catch {
            // A file that is bound already, by anybody, answers EINVAL; one whose group is open, EBUSY.
            if error.errno == EINVAL || error.errno == EBUSY {
                throw .busy(path, holders: tree.holders(of: path).filter { $0.process != Int(getpid()) })
            }
            throw DeviceError(error, opening: path, of: path, in: tree)
        }
        return KernelDevice(device, group: nil, container: manager)
    }

    /// A descriptor that this process was started with becomes its own.
    private func adopt(_ number: Int32, _ name: String) throws(DeviceError) -> KernelDevice {
        guard fcntl(number, F_GETFD) != -1 else { throw .notADevice(name) }
        let device = KernelDevice(OwnedDescriptor(adopting: number), group: nil, container: nil)
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        do {
            _ = try device.regionCount()
        } catch {
            if error.errno == EINVAL { throw .unbound(name) }
            throw .notADevice(name)
        }
        return device
    }

    /// The way of a device that a virtual machine has open: another process holds it, and answers for it.
    private func borrow(_ wanted: String?, from process: Int32) throws(DeviceError) -> OpenedDevice {
        let loan = try lenders.loan(of: wanted, from: process)
        return opened(BorrowedDevice(loan), loan.device, loan)
    }

    private func opening(
        _ path: String, _ name: String, _ body: () throws(SystemError) -> OwnedDescriptor
    ) throws(DeviceError) -> OwnedDescriptor {
        do {
            return try body()
        } catch {
            throw DeviceError(error, opening: path, of: name, in: tree)
        }
    }

    private static let containerPath = "/dev/vfio/vfio"
    private static let managerPath = "/dev/iommu"
    private static let getDevice = UInt(PLANEVIEW_VFIO_GROUP_GET_DEVICE_FD.rawValue)
    /// Stands for an answer of the kernel's that is no errno.
    private static let notViable: Int32 = -1
}
