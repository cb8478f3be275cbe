package import Descriptors
internal import Glibc

/// Why a device cannot be used. Each says in one sentence what is the matter and what to do.
package enum DeviceError: Error, Equatable, CustomStringConvertible {
    case notASpecifier(String)
    case missing(String)
    /// The device has no IOMMU group.
    case noGroup(String, driver: String?)
    /// The device has a group and no file: it is not bound to a VFIO driver.
    case notBound(String, driver: String?)
    case severalInGroup(String, [String])
    /// `/dev/vfio/vfio` is not there.
    case noContainer
    case forbidden(String)
    case busy(String, holders: [Holder])
    /// Another device of the group is not bound to a VFIO driver.
    case groupNotViable(String)
    /// GVT-g gives its devices to the process of the virtual machine only.
    case needsVirtualMachine(String)
    case lockedMemory(String)
    case notADevice(String)
    /// The device file is open, and no process has bound it.
    case unbound(String)
    /// The device has no planes to ask for.
    case noDisplay(String)
    /// The device does not speak the ABI that the user insists on.
    case otherABI(String, DisplayABI)
    /// The device speaks v11 and opens its dma-bufs in another process.
    case foreignDescriptors(String)
    /// The device refuses the mainline ABI, and is borrowed: by the other one it cannot be asked.
    case onlyMainline(String)
    case noProcess(Int32)
    /// Another user's process cannot be looked into.
    case foreignProcess(Holder)
    case nothingInProcess(Holder)
    case severalInProcess(Holder, [String])
    /// The kernel does not let this process take descriptors from that one. `scope` is kernel.yama.ptrace_scope.
    case tracingForbidden(Holder, scope: Int?)
    /// The process that is to hold a virtual machine's device for this one cannot be started, or does not answer.
    case noLender(String, reason: String)
    /// What that process found, as a sentence.
    case lender(String, mayPass: Bool)
    case failed(String, call: String, reason: String)

    package var description: String {
        switch self {
        case .notASpecifier(let text):
            "'\(text)' names no device: write \(DeviceSpecifier.forms), or demo"
        case .missing(let name):
            "there is no device \(name): 'planeview list' shows those that there are"
        case .noGroup(let name, let driver):
            "\(name)\(Self.boundTo(driver)) has no IOMMU group: load the module of its vGPU "
                + "(kvmgt, nvidia-vgpu-vfio, mbochs, …), or bind it to vfio-pci"
        case .notBound(let name, let driver):
            "\(name)\(Self.boundTo(driver)) is not bound to a VFIO driver: run 'modprobe vfio_pci' and write "
                + "vfio-pci to its driver_override, or recreate the mediated device"
        case .severalInGroup(let path, let names):
            "\(path) holds several devices: name one of \(names.joined(separator: ", "))"
        case .noContainer:
            "/dev/vfio/vfio is missing: run 'modprobe vfio_iommu_type1'"
        case .forbidden(let path):
            "no permission to open \(path): run 'sudo setfacl -m u:$USER:rw \(path)', or for good add "
                + "'SUBSYSTEM==\"vfio\", GROUP=\"kvm\", MODE=\"0660\", TAG+=\"uaccess\"' to "
                + "/etc/udev/rules.d/70-vfio.rules"
        case .busy(let path, let holders) where holders.isEmpty:
            "\(path) is in use by another process: 'sudo fuser -v \(path)' says by which; a running virtual machine "
                + "keeps its device to itself, so use that machine's own display"
        case .busy(let path, let holders):
            "\(path) is in use by \(holders.map(\.description).joined(separator: ", ")): look on with "
                + "--device pid:\(holders[0].process), or end it"
        case .groupNotViable(let path):
            "\(path) cannot be used while another device of its group has a driver other than vfio-pci: "
                + "bind all devices of the group to vfio-pci"
        case .needsVirtualMachine(let name):
            "\(name) opens for its virtual machine's own process only (Intel GVT-g): "
                + "start planeview from there with --device fd:N"
        case .lockedMemory(let name):
            "\(name) could not lock memory: raise the limit with 'ulimit -l unlimited' or in /etc/security/limits.d"
        case .notADevice(let name):
            "\(name) is not a VFIO device's descriptor: pass the one that VFIO_GROUP_GET_DEVICE_FD returned"
        case .unbound(let name):
            "\(name) is a VFIO device file that no process has bound to an iommufd: pass the descriptor that the "
                + "virtual machine uses"
        case .noDisplay(let name):
            "\(name) has no display: it does not know VFIO_DEVICE_QUERY_GFX_PLANE; "
                + "choose a vGPU type with a display, or show the guest by its own means"
        case .otherABI(let name, let abi):
            "\(name) does not speak the \(abi.rawValue) ABI: leave --abi out, and planeview finds out which it speaks"
        case .foreignDescriptors(let name):
            "\(name) speaks the v11 ABI and opens its dma-bufs in the process that opened it: planeview must open the "
                + "device itself, so give it the mdev UUID while no virtual machine holds it"
        case .onlyMainline(let name):
            "\(name) refuses the mainline ABI, by which alone a virtual machine's device is asked: it has no display, or speaks "
                + "the v11 ABI; then give planeview the mdev UUID while no virtual machine holds it"
        case .noProcess(let process):
            "there is no process \(process): 'planeview list' shows who holds a device"
        case .foreignProcess(let holder):
            "\(holder) belongs to another user: run planeview as that user, or as root"
        case .nothingInProcess(let holder):
            "\(holder) has no VFIO device with a display open: 'planeview list' shows who has"
        case .severalInProcess(let holder, let names):
            "\(holder) has several display devices open: name one, such as "
                + names.map { "pid:\(holder.process)/\($0)" }.joined(separator: " or ")
        case .tracingForbidden(let holder, let scope):
            "the kernel does not let planeview take the device of \(holder): " + Self.tracingRemedy(scope)
        case .noLender(let name, let reason):
            "the process that holds \(name)'s device for planeview \(reason); start planeview again"
        case .lender(let sentence, _): sentence
        case .failed(let name, let call, let reason):
            "\(name): \(call) failed: \(reason); the kernel's log (dmesg) may say more"
        }
    }

    /// Whether another try may succeed: the device is not there, or not to be had, now.
    package var mayPass: Bool {
        switch self {
        case .missing, .noGroup, .notBound, .noContainer, .forbidden, .busy, .groupNotViable, .lockedMemory,
            .nothingInProcess, .failed:
            true
        case .lender(_, let mayPass): mayPass
        case .notASpecifier, .severalInGroup, .needsVirtualMachine, .notADevice, .unbound, .noDisplay,
            .otherABI,
            .foreignDescriptors, .onlyMainline, .noProcess, .noLender, .foreignProcess, .severalInProcess,
            .tracingForbidden:
            false
        }
    }

    /// What to do when pidfd_getfd is refused (Documentation/admin-guide/LSM/Yama.rst).
    private static func tracingRemedy(_ scope: Int?) -> String {
        let capability = "'sudo setcap cap_sys_ptrace=ep $(command -v planeview)'"
        return switch scope ?? 0 {
        case 1:
            "kernel.yama.ptrace_scope is 1, for a program's own children only; run 'sudo sysctl "
                + "kernel.yama.ptrace_scope=0', or give planeview the right by \(capability)"
        case 2: "kernel.yama.ptrace_scope is 2; give planeview the right by \(capability)"
        case 3: "kernel.yama.ptrace_scope is 3, for nobody until the next boot; use the machine's own display"
        default: "it must run as the same user; run planeview as root, or give it the right by \(capability)"
        }
    }

    private static func boundTo(_ driver: String?) -> String {
        driver.map { " (driver \($0))" } ?? ""
    }
}

extension DeviceError {
    /// Makes a sentence of a system call that failed while a device was opened.
    ///
    /// - Parameters:
    ///   - path: the file that was to be opened.
    ///   - name: what the user calls the device.
    init(_ error: SystemError, opening path: String, of name: String, in tree: FileTree) {
        switch error.errno {
        case EACCES, EPERM: self = .forbidden(path)
        case EBUSY: self = .busy(path, holders: tree.holders(of: path))
        case ENOENT, ENXIO: self = .missing(path)
        case ENODEV: self = .missing(name)
        case ESRCH, EEXIST: self = .needsVirtualMachine(name)
        case ENOMEM: self = .lockedMemory(name)
        default: self = .failed(name, call: error.call, reason: error.reason)
        }
    }
}
