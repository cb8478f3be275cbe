import Descriptors
import Glibc
import TestDevice
import Testing

@testable import VFIO

/// Proves that devices are found in sysfs, and that what is missing is told with its remedy.
@Suite struct DeviceLocationTests {
    private let machine = MadeUpTree()
    private let uuid = "a297db4a-f4c2-11e6-90f6-d3b88d6c9525"

    private func location(_ text: String) throws -> DeviceLocation {
        try DeviceLocation(of: try #require(DeviceSpecifier(text)), in: machine.tree)
    }

    @Test func aMediatedDeviceIsFoundByNamePathAndGroup() throws {
        machine.mediatedDevice(uuid, group: 7)
        let expected = DeviceLocation(name: uuid, access: .group(path: "/dev/vfio/7", device: uuid))
        #expect(try location(uuid) == expected)
        #expect(try location("/sys/bus/mdev/devices/\(uuid)/") == expected)
        #expect(try location("/dev/vfio/7") == expected)
    }

    @Test func aPCIDeviceIsFound() throws {
        machine.folder("/sys/bus/pci/devices/0000:21:00.4")
        machine.link("/sys/bus/pci/devices/0000:21:00.4/iommu_group", to: "../../../kernel/iommu_groups/9")
        machine.file("/dev/vfio/9")
        #expect(
            try location("21:00.4")
                == DeviceLocation(
                    name: "0000:21:00.4", access: .group(path: "/dev/vfio/9", device: "0000:21:00.4")))
    }

    @Test func whatIsMissingIsTold() throws {
        #expect(throws: DeviceError.missing(uuid)) { try location(uuid) }
        #expect(throws: DeviceError.missing("/dev/vfio/3")) { try location("/dev/vfio/3") }
        #expect(throws: DeviceError.missing("/dev/vfio/devices/vfio0")) {
            try location("/dev/vfio/devices/vfio0")
        }
    }

    @Test func aDeviceWithoutAGroupNamesItsDriver() throws {
        machine.folder("/sys/bus/pci/devices/0000:21:00.4")
        machine.link("/sys/bus/pci/devices/0000:21:00.4/driver", to: "../../drivers/i915")
        #expect(throws: DeviceError.noGroup("0000:21:00.4", driver: "i915")) { try location("21:00.4") }
        machine.link("/sys/bus/pci/devices/0000:21:00.4/iommu_group", to: "../../../kernel/iommu_groups/9")
        #expect(throws: DeviceError.notBound("0000:21:00.4", driver: "i915")) { try location("21:00.4") }
    }

    @Test func aGroupOfSeveralMustBeTakenApart() throws {
        machine.mediatedDevice(uuid, group: 7)
        machine.folder("/sys/kernel/iommu_groups/7/devices/0000:01:00.0")
        #expect(throws: DeviceError.severalInGroup("/dev/vfio/7", ["0000:01:00.0", uuid])) {
            try location("/dev/vfio/7")
        }
    }

    @Test func holdersAreFoundByWhatTheyHaveOpen() {
        machine.link("/proc/41/fd/3", to: "/dev/vfio/7")
        machine.link("/proc/42/fd/9", to: "/dev/vfio/77")
        machine.file("/proc/41/comm", "qemu-system-x86\n")
        machine.file("/proc/42/comm", "other\n")
        let holders = machine.tree.holders(of: "/dev/vfio/7")
        #expect(holders.map(\.description) == ["qemu-system-x86 (process 41)"])
        #expect(
            DeviceError(
                SystemError(call: "open", errno: EBUSY), opening: "/dev/vfio/7", of: uuid, in: machine.tree)
                == .busy("/dev/vfio/7", holders: holders))
    }

    @Test(arguments: [
        (DeviceError.forbidden("/dev/vfio/7"), "setfacl -m u:$USER:rw /dev/vfio/7"),
        (.forbidden("/dev/vfio/7"), "TAG+=\"uaccess\""),
        (.busy("/dev/vfio/7", holders: []), "fuser -v /dev/vfio/7"),
        (.missing("x"), "planeview list"),
        (.noContainer, "modprobe vfio_iommu_type1"),
        (.noDisplay("x"), "no display"),
        (.lockedMemory("x"), "ulimit -l"),
        (.notBound("x", driver: "i915"), "(driver i915)"),
        (.notBound("x", driver: nil), "modprobe vfio_pci"),
        (.needsVirtualMachine("x"), "--device fd:N"),
    ])
    func everyErrorNamesARemedyInOneSentence(error: DeviceError, remedy: String) {
        #expect(error.description.contains(remedy))
        #expect(!error.description.contains("\n"))
    }

    @Test(arguments: [
        (EACCES, DeviceError.forbidden("/dev/vfio/7")), (EPERM, .forbidden("/dev/vfio/7")),
        (ENODEV, .missing("x")), (ENOENT, .missing("/dev/vfio/7")), (ESRCH, .needsVirtualMachine("x")),
        (ENOMEM, .lockedMemory("x")),
        (EIO, .failed("x", call: "open", reason: "Input/output error")),
    ])
    func everyErrnoHasItsSentence(errno: Int32, expected: DeviceError) {
        let error = SystemError(call: "open", errno: errno)
        #expect(DeviceError(error, opening: "/dev/vfio/7", of: "x", in: machine.tree) == expected)
    }
}
