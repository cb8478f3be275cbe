import Glibc
import Planes
import TestDevice
import Testing

@testable import VFIO

/// Proves that each kind of device is recognised by its answers, and that a user who insists is told when he is wrong.
@Suite struct NegotiationTests {
    private let device = TestDevice()

    private func interface(_ forced: DisplayABI? = nil) throws -> PlaneInterface {
        try Negotiation(device: device, name: "test", forced: forced).access().interface
    }

    @Test(arguments: [PlaneInterface.dmabuf, .region, .descriptor])
    func everyInterfaceIsFoundWithAndWithoutAPlane(spoken: PlaneInterface) throws {
        device.interface = spoken
        #expect(try interface() == spoken)
        device.planes[.primary] = TestDevice.Picture(id: 1, width: 640, height: 480)
        #expect(try interface() == spoken)
        #expect(try interface(spoken.abi) == spoken)
    }

    @Test func whoInsistsOnTheOtherABIIsTold() throws {
        #expect(throws: DeviceError.otherABI("test", .v11)) { try interface(.v11) }
        device.interface = .descriptor
        #expect(throws: DeviceError.otherABI("test", .mainline)) { try interface(.mainline) }
    }

    @Test func aDeviceWithoutADisplaySaysSo() throws {
        device.interface = nil
        for abi in [nil, DisplayABI.mainline, .v11] {
            #expect(throws: DeviceError.noDisplay("test")) { try interface(abi) }
        }
        #expect(!Negotiation.hasDisplay(device))
        device.interface = .descriptor
        #expect(Negotiation.hasDisplay(device))
    }

    @Test func aDriverThatOverlooksTheFlagsIsRecognisedByWhatItWrote() throws {
        device.interface = .descriptor
        device.faults.ignoresFlags = true
        device.planes[.primary] = TestDevice.Picture(id: 1, width: 640, height: 480)
        let source = try VFIOSource(device, name: "test")
        guard case .shown(let plane) = try source.snapshot().primary else {
            Issue.record("no plane")
            return
        }
        #expect(plane.layout.width == 640 && plane.layout.stride == 2560)
        guard case .descriptor = plane.identity.name else {
            Issue.record("not by descriptor")
            return
        }
    }

    @Test(arguments: [EFAULT, EIO])
    func anAnswerThatNoDriverGivesIsTold(errno: Int32) {
        device.interface = .descriptor
        device.faults.queryError = errno
        #expect(throws: DeviceError.self) { try interface() }
    }
}
