import Descriptors
import Planes
import TestDevice
import Testing
import VFIO

/// Proves that a screen in a region is mapped where the device says that the region is, and nowhere else.
@Suite struct RegionPlanesTests {
    private let device = TestDevice()

    init() {
        device.interface = .region
        device.faults.answersPrimaryToAll = true
        device.planes[.primary] = TestDevice.Picture(id: 16, width: 640, height: 480)
        device.regions[16] = regionInformation(flags: 7, index: 16, size: 2 << 20, offset: 0x1000)
    }

    private func screen(_ source: VFIOSource) throws -> Plane {
        guard case .shown(let plane) = try source.snapshot().primary else { throw CancellationError() }
        return plane
    }

    @Test func theScreenIsMappedAtTheRegionsOffset() throws {
        // 16 is beyond the regions that the device counts.
        #expect(device.regionTotal == 9)
        let source = try VFIOSource(device, name: "test")
        let screen = try screen(source)
        #expect(screen.identity.name == .region(16))
        guard case .mapping(let mapping) = try source.memory(of: screen) else {
            Issue.record("no mapping")
            return
        }
        #expect(mapping.count == 640 * 480 * 4)
        #expect(device.mapped == [0x1000])
    }

    @Test func otherPlanesAreNotAskedFor() throws {
        let source = try VFIOSource(device, name: "test")
        let snapshot = try source.snapshot()
        #expect(snapshot.cursor == .off && snapshot.overlay == .off)
        #expect(device.queries == [1])
    }

    @Test func aDriverThatKnowsTheOtherTypeOnlyIsAskedAsQEMUAsks() throws {
        device.faults.refusesTypes = [1]
        let source = try VFIOSource(device, name: "test")
        for _ in 0..<3 { _ = try screen(source) }
        #expect(device.queries == [1, 0, 0, 0])
    }

    @Test(arguments: [
        (flags: UInt32(3), size: UInt64(2 << 20), what: "cannot be mapped"),
        (flags: UInt32(7), size: UInt64(640 * 480 * 4 - 1), what: "needs 1228800 bytes"),
    ])
    func aRegionThatDoesNotHoldThePictureIsRefused(flags: UInt32, size: UInt64, what: String) throws {
        device.regions[16] = regionInformation(flags: flags, index: 16, size: size, offset: 0x1000)
        let source = try VFIOSource(device, name: "test")
        let screen = try screen(source)
        let error = #expect(throws: SourceError.self) { _ = try source.memory(of: screen) }
        #expect(error?.description.contains(what) == true)
        #expect(device.mapped == [])
    }
}
