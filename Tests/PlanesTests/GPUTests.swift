import Descriptors
import Planes
import TestDevice
import Testing

/// Proves that a graphics device is found in sysfs by the number of its file.
@Suite struct GPUTests {
    private let made = MadeUpTree()

    init() {
        made.file("/sys/devices/pci0000:00/0000:00:02.0/vendor", "0x8086\n")
        made.link("/sys/devices/pci0000:00/0000:00:02.0/driver", to: "../../../bus/pci/drivers/i915")
        made.link("/sys/dev/char/226:128/device", to: "../../../devices/pci0000:00/0000:00:02.0")
    }

    @Test func aDeviceIsNamedByItsNumber() {
        let gpu = GPU(number: 226 << 8 | 128, in: made.tree)
        #expect(gpu == GPU(address: "0000:00:02.0", driver: "i915", vendor: "Intel"))
        #expect(gpu?.description == "Intel 0000:00:02.0, driver i915")
    }

    @Test func aNumberThatNobodyHasIsNoDevice() {
        #expect(GPU(number: 226 << 8 | 129, in: made.tree) == nil)
        #expect(GPU(number: .max, in: made.tree) == nil)
    }

    @Test func aDeviceWithoutAVendorOrADriverHasItsAddress() {
        made.folder("/sys/devices/virtual/mbochs/mbochs")
        #expect(GPU(folder: "/sys/devices/virtual/mbochs/mbochs", in: made.tree)?.description == "mbochs")
    }
}
