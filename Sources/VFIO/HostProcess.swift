internal import CLinux
package import Descriptors
internal import Glibc

/// The process of a virtual machine that holds a device. It is looked at, and its descriptors are duplicated; nothing is
/// changed in it.
package final class HostProcess {
    package let holder: Holder
    private let process: OwnedDescriptor
    private let tree: FileTree

    /// - Throws: `DeviceError.noProcess`.
    init(_ number: Int32, in tree: FileTree) throws(DeviceError) {
        // The descriptor first: while it is open, the number cannot come to mean another process unnoticed.
        do {
            process = OwnedDescriptor(
                adopting: try systemCall("pidfd_open") { pidfd_open(number, 0) })
        } catch {
            throw error.errno == ESRCH || error.errno == EINVAL
                ? .noProcess(number)
                : .failed("process \(number)", call: error.call, reason: error.reason)
        }
        holder = Holder(process: Int(number), program: tree.text("/proc/\(number)/comm") ?? "a program")
        self.tree = tree
    }

    /// Readable when the process has ended.
    package var descriptor: Int32 { process.rawValue }

    /// A descriptor of the process that is of a VFIO device.
    struct Device: Equatable {
        let number: Int32
        /// What people call the device; nil where the kernel does not tell.
        let name: String?
    }

    /// The VFIO devices that the process has open.
    ///
    /// - Throws: `DeviceError.foreignProcess`.
    func devices() throws(DeviceError) -> [Device] {
        let folder = "/proc/\(holder.process)/fd"
        guard tree.isReadable(folder) else { throw .foreignProcess(holder) }
        let links = tree.names(in: folder).compactMap { name -> (Int32, String)? in
            guard let number = Int32(name), let link = tree.link(folder + "/" + name) else { return nil }
            return (number, link)
        }
        let devices = links.filter { Self.isDevice($0.1) }.map { number, _ in
            Device(number: number, name: systemName(number))
        }
        // Kernels before 6.18 do not say which device a descriptor is of. Where there is one of each, the group does.
        let groups = links.map(\.1).filter { $0.hasPrefix("/dev/vfio/") && Int($0.dropFirst(10)) != nil }
        if devices.count == 1, devices[0].name == nil, Set(groups).count == 1 {
            let names = tree.names(in: "/sys/kernel/iommu_groups/\(groups[0].dropFirst(10))/devices")
            if names.count == 1 { return [Device(number: devices[0].number, name: names[0])] }
        }
        return devices
    }

    /// Takes a duplicate of one of the process's descriptors.
    ///
    /// - Throws: `DeviceError.tracingForbidden`, `.noProcess`.
    func duplicate(_ number: Int32) throws(DeviceError) -> OwnedDescriptor {
        let process = process.rawValue
        do {
            return OwnedDescriptor(
                adopting: try systemCall("pidfd_getfd") { pidfd_getfd(process, number, 0) })
        } catch {
            switch error.errno {
            case EPERM:
                throw .tracingForbidden(
                    holder, scope: tree.text("/proc/sys/kernel/yama/ptrace_scope").flatMap { Int($0) })
            case ESRCH: throw .noProcess(Int32(holder.process))
            default: throw .failed(holder.description, call: error.call, reason: error.reason)
            }
        }
    }

    /// Since Linux 6.18: the device's folder, whose last part is its name.
    private func systemName(_ number: Int32) -> String? {
        let lines = tree.text("/proc/\(holder.process)/fdinfo/\(number)")?.split(separator: "\n") ?? []
        guard let line = lines.first(where: { $0.hasPrefix("vfio-device-syspath:") }) else { return nil }
        return line.split(separator: "/").last.map(String.init)
    }

    private static func isDevice(_ link: String) -> Bool {
        link == "anon_inode:[vfio-device]" || link.hasPrefix("/dev/vfio/devices/vfio")
    }
}
