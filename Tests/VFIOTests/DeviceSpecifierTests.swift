import Testing
import VFIO

/// Proves that each form of `--device` is understood, and that nothing else is.
@Suite struct DeviceSpecifierTests {
    @Test func everyFormIsUnderstood() {
        let uuid = "a297db4a-f4c2-11e6-90f6-d3b88d6c9525"
        #expect(DeviceSpecifier(uuid) == .mediated(uuid))
        #expect(DeviceSpecifier(uuid.uppercased()) == .mediated(uuid))
        #expect(DeviceSpecifier("0000:21:00.4") == .pci("0000:21:00.4"))
        #expect(DeviceSpecifier("21:00.4") == .pci("0000:21:00.4"))
        #expect(DeviceSpecifier("/sys/bus/mdev/devices/x") == .sysfs("/sys/bus/mdev/devices/x"))
        #expect(DeviceSpecifier("/dev/vfio/12") == .group(12))
        #expect(DeviceSpecifier("/dev/vfio/devices/vfio0") == .deviceFile("/dev/vfio/devices/vfio0"))
        #expect(DeviceSpecifier("fd:3") == .descriptor(3))
    }

    @Test(arguments: [
        "", "vgpu", "fd:", "fd:-1", "fd:x", "/dev/vfio/vfio", "/dev/vfio/", "/dev/dri/card0", "21:00",
        "21:00.4.1",
        "0000.21.00.4", "a297db4a-f4c2-11e6-90f6-d3b88d6c952", "a297db4a-f4c2-11e6-90f6-d3b88d6c952g",
    ])
    func nothingElseIs(text: String) {
        #expect(DeviceSpecifier(text) == nil)
    }
}
