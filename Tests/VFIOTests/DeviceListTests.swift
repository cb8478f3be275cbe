import TestDevice
import Testing
import VFIO

/// Proves that the list shows what sysfs has, and says why a device cannot be asked.
@Suite struct DeviceListTests {
    @Test func mediatedDevicesAreListedWithTypeParentAndGroup() throws {
        let machine = MadeUpTree()
        machine.mediatedDevice("a297db4a-f4c2-11e6-90f6-d3b88d6c9525", group: 7)
        let entry = try #require(DeviceList(in: machine.tree).entries.first)
        #expect(entry.name == "a297db4a-f4c2-11e6-90f6-d3b88d6c9525")
        #expect(entry.type == "mbochs-small")
        #expect(entry.parent == "mbochs")
        #expect(entry.group == "/dev/vfio/7")
        #expect(entry.state == .unknown(.noContainer))
    }

    @Test func devicesOfVFIODriversAreListedAndOthersAreNot() {
        let machine = MadeUpTree()
        machine.folder("/sys/bus/pci/drivers/i915/0000:00:02.0")
        machine.folder("/sys/bus/pci/drivers/vfio-pci/0000:21:00.4")
        machine.folder("/sys/bus/pci/devices/0000:21:00.4")
        machine.link("/sys/bus/pci/devices/0000:21:00.4/iommu_group", to: "../../../kernel/iommu_groups/9")
        machine.file("/dev/vfio/9")
        #expect(DeviceList(in: machine.tree).entries.map(\.name) == ["0000:21:00.4"])
    }

    @Test func anEmptyMachineHasNoDevices() {
        #expect(DeviceList(in: MadeUpTree().tree).entries.isEmpty)
    }

    @Test func whatComesAndGoesIsSeenAndWhatCouldNotBeAskedIsAskedAgain() throws {
        let machine = MadeUpTree()
        machine.mediatedDevice("a297db4a-f4c2-11e6-90f6-d3b88d6c9525", group: 7)
        let first = DeviceList(in: machine.tree)
        machine.file("/dev/vfio/vfio")
        machine.mediatedDevice("c2177883-f1bb-47f0-914d-32a22e3a8804", group: 8)
        let second = DeviceList(in: machine.tree, after: first)
        #expect(second.entries.count == 2)
        #expect(second.entries[0].state != .unknown(.noContainer))
        #expect(DeviceList(in: MadeUpTree().tree, after: second).entries.isEmpty)
    }
}
