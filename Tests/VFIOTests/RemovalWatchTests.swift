import Descriptors
import Glibc
import Planes
import TestDevice
import Testing

@testable import VFIO

/// Proves that a device that is being removed is let go of, since whoever removes it waits for that.
@Suite struct RemovalWatchTests {
    private let machine = MadeUpTree()
    private let uuid = "a297db4a-f4c2-11e6-90f6-d3b88d6c9525"
    private let start = Instant(nanoseconds: 0)

    private func remove() throws {
        let result = unsafe unlink(machine.root + "/sys/bus/mdev/devices/\(uuid)")
        try #require(result == 0)
    }

    @Test func aDeviceThatIsOffItsBusIsBeingRemoved() throws {
        machine.mediatedDevice(uuid, group: 7)
        let watch = try #require(RemovalWatch(of: uuid, in: machine.tree))
        #expect(!watch.isUnderWay(at: start))
        try remove()
        #expect(!watch.isUnderWay(at: start + .milliseconds(999)), "it looks once a second")
        #expect(watch.isUnderWay(at: start + .seconds(1)))
    }

    @Test func aDeviceFileIsFollowedToItsDevice() throws {
        machine.mediatedDevice(uuid, group: 7)
        machine.link("/sys/class/vfio-dev/vfio3/device", to: "../../../\(uuid)")
        let path = "/dev/vfio/devices/vfio3"
        let watch = try #require(RemovalWatch(ofFile: path, in: machine.tree))
        try remove()
        #expect(watch.isUnderWay(at: start))
    }

    @Test func whatIsNoMediatedDeviceIsNotWatched() {
        #expect(RemovalWatch(of: "0000:21:00.4", in: machine.tree) == nil)
        #expect(RemovalWatch(ofFile: "/dev/vfio/devices/vfio3", in: machine.tree) == nil)
    }

    @Test func theSourceEndsWithIt() throws {
        machine.mediatedDevice(uuid, group: 7)
        let device = TestDevice()
        device.planes[.primary] = TestDevice.Picture(id: 3, width: 800, height: 600)
        let source = try VFIOSource(
            device, name: uuid, removal: RemovalWatch(of: uuid, in: machine.tree))
        try remove()
        #expect(throws: SourceError.lost("\(uuid) was removed")) { try source.snapshot() }
    }
}
