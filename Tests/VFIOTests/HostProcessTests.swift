import Descriptors
import Glibc
import TestDevice
import Testing

@testable import VFIO

/// Proves that the device of a running virtual machine is found by its process, and what is said when it is not.
@Suite struct HostProcessTests {
    private let machine = MadeUpTree()
    private let uuid = "a297db4a-f4c2-11e6-90f6-d3b88d6c9525"
    private let other = "b297db4a-f4c2-11e6-90f6-d3b88d6c9525"
    private let process = getpid()

    private func host() throws -> HostProcess {
        machine.file("/proc/\(process)/comm", "qemu-system-x86\n")
        return try HostProcess(process, in: machine.tree)
    }

    private func descriptor(_ number: Int, _ link: String, _ information: String = "pos:\t0\n") {
        machine.link("/proc/\(process)/fd/\(number)", to: link)
        machine.file("/proc/\(process)/fdinfo/\(number)", information)
    }

    @Test func theSpecifierIsRead() {
        #expect(DeviceSpecifier("pid:12") == .process(12, device: nil))
        #expect(DeviceSpecifier("pid:12/\(uuid.uppercased())") == .process(12, device: uuid))
        for text in ["pid:", "pid:0", "pid:-1", "pid:x", "pid:12/"] {
            #expect(DeviceSpecifier(text) == nil, "\(text)")
        }
    }

    @Test func aKernelThatSaysWhichDeviceItIsIsBelieved() throws {
        descriptor(3, "/dev/null")
        descriptor(
            20, "anon_inode:[vfio-device]", "flags:\t02\nvfio-device-syspath: /sys/devices/pci/\(uuid)\n")
        descriptor(21, "/dev/vfio/devices/vfio3")
        #expect(
            try host().devices() == [
                HostProcess.Device(number: 20, name: uuid), HostProcess.Device(number: 21, name: nil),
            ])
    }

    @Test func anOlderKernelIsAskedByTheGroup() throws {
        descriptor(12, "/dev/vfio/vfio")
        descriptor(19, "/dev/vfio/7")
        descriptor(20, "anon_inode:[vfio-device]")
        machine.folder("/sys/kernel/iommu_groups/7/devices/\(uuid)")
        #expect(try host().devices() == [HostProcess.Device(number: 20, name: uuid)])
    }

    @Test func withSeveralGroupsNobodyKnows() throws {
        descriptor(18, "/dev/vfio/6")
        descriptor(19, "/dev/vfio/7")
        descriptor(20, "anon_inode:[vfio-device]")
        machine.folder("/sys/kernel/iommu_groups/6/devices/\(other)")
        machine.folder("/sys/kernel/iommu_groups/7/devices/\(uuid)")
        #expect(try host().devices() == [HostProcess.Device(number: 20, name: nil)])
    }

    @Test func aProcessWithoutADeviceIsTold() throws {
        machine.folder("/proc/\(process)/fd")
        _ = try host()
        let error = #expect(throws: DeviceError.self) {
            _ = try LentDevice(nil, from: process, in: machine.tree)
        }
        #expect(
            error?.description.contains("qemu-system-x86 (process \(process)) has no VFIO device") == true)
    }

    @Test func aProcessThatIsNotThereIsTold() {
        // Process numbers end at 4194304.
        #expect(throws: DeviceError.noProcess(4_194_305)) { try HostProcess(4_194_305, in: machine.tree) }
    }

    @Test func aDescriptorIsDuplicated() throws {
        let file = try OwnedDescriptor.sealedMemory("planeview-host", size: 4096)
        let copy = try host().duplicate(file.rawValue)
        let inodes = [file.inode(), copy.inode()]
        #expect(inodes[0] == inodes[1])
    }

    @Test(arguments: [(0, "run planeview as root"), (1, "sysctl"), (2, "setcap"), (3, "next boot")])
    func aRefusalNamesTheRemedy(scope: Int, remedy: String) {
        let holder = Holder(process: 12, program: "qemu")
        let text = DeviceError.tracingForbidden(holder, scope: scope).description
        #expect(text.contains("qemu (process 12)") && text.contains(remedy))
    }
}
