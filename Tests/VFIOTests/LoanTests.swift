import AllocationCounter
import CLinux
import Descriptors
import Foundation
import Glibc
import Planes
import TestDevice
import Testing

@testable import VFIO

/// Proves that a device that another process holds is asked, answers and ends as one that this process has open.
@Suite struct LoanTests {
    private let device = TestDevice()
    private let lent: LentMachine

    init() throws {
        lent = try LentMachine(device)
        device.planes[.primary] = TestDevice.Picture(id: 1, width: 640, height: 480)
        device.planes[.cursor] = TestDevice.Picture(id: 2, width: 64, height: 64)
    }

    private func source(_ loan: Loan) throws -> VFIOSource {
        try VFIOSource(BorrowedDevice(loan), name: loan.device, loan: loan)
    }

    private func primary(_ source: VFIOSource) throws -> Plane {
        guard case .shown(let plane) = try source.snapshot().primary else { throw CancellationError() }
        return plane
    }

    @Test func thePlanesAreTheDevices() throws {
        let borrowed = try source(lent.loan()).snapshot()
        #expect(borrowed.primary != .off && borrowed.cursor != .off)
        #expect(try borrowed == VFIOSource(device, name: "test").snapshot())
        #expect(lent.preparations == 1)
    }

    @Test func theDMABufIsTheDevicesAndClosedOnExec() throws {
        let source = try source(lent.loan())
        guard case .file(let memory) = try source.memory(of: primary(source)) else {
            Issue.record("no file")
            return
        }
        #expect(device.fetched == [1])
        let (inode, flags) = (memory.descriptor.inode(), fcntl(memory.descriptor.rawValue, F_GETFD))
        #expect(device.inodes == [inode])
        #expect(flags == FD_CLOEXEC)
    }

    @Test func whatTheDeviceTellsOfItsRegionsIsHandedOn() throws {
        let answer = (0..<100).map { UInt8($0) }
        device.regions[3] = answer
        let borrowed = try BorrowedDevice(lent.loan())
        #expect(try borrowed.regionCount() == 9)
        #expect(try borrowed.regionInformation(3) == answer)
        let error = #expect(throws: SystemError.self) { try borrowed.regionInformation(4) }
        #expect(error == SystemError(call: "VFIO_DEVICE_GET_REGION_INFO", errno: EINVAL))
        device.regions[5] = [UInt8](repeating: 0, count: LoanReply.longest)
        #expect(throws: SystemError(call: "VFIO_DEVICE_GET_REGION_INFO", errno: EMSGSIZE)) {
            try borrowed.regionInformation(5)
        }
    }

    @Test(arguments: [EINVAL, EFAULT, ENOMEM, EIO, ENODEV, ENXIO, ENOTTY])
    func everyErrnoIsHandedOn(errno: Int32) throws {
        let borrowed = try BorrowedDevice(lent.loan())
        device.faults.queryError = errno
        device.faults.fetchError = errno
        var plane = vfio_device_gfx_plane_info()
        plane.argsz = UInt32(MemoryLayout<vfio_device_gfx_plane_info>.size)
        plane.flags = UInt32(VFIO_GFX_PLANE_TYPE_DMABUF)
        plane.drm_plane_type = 1
        #expect(borrowed.query(&plane) == errno)
        let error = #expect(throws: SystemError.self) { _ = try borrowed.dmabuf(1) }
        #expect(error == SystemError(call: "VFIO_DEVICE_GET_GFX_DMABUF", errno: errno))
    }

    @Test func nothingIsWrittenToItAndNoRegisterRead() throws {
        device.registers[0] = 1
        let borrowed = try BorrowedDevice(lent.loan())
        #expect(throws: SystemError(call: "pwrite", errno: EPERM)) { try borrowed.write([1], at: 0) }
        #expect(throws: SystemError(call: "pread", errno: EPERM)) { try borrowed.read(count: 4, at: 0) }
        #expect(device.written.isEmpty)
    }

    @Test func aPollCostsNoMemory() throws {
        let source = try source(lent.loan())
        for _ in 0..<10 { _ = try source.snapshot() }
        let (queries, allocations) = (device.queryCount, planeview_allocation_count())
        for _ in 0..<100 { _ = try source.snapshot() }
        let allocated = planeview_allocation_count() - allocations
        #expect(device.queryCount - queries == 300)
        #expect(allocated == 0)
    }

    // MARK: A picture in a region

    /// A screen that a test draws into.
    private final class Drawing {
        private let mapping: Mapping

        init(for device: TestDevice) throws {
            let memory = try OwnedDescriptor.sealedMemory("planeview-test-screen", size: 4096)
            mapping = try Mapping(memory, count: 4096, access: .readWrite)
            device.interface = .region
            device.screen = TestDevice.Screen(memory)
            device.planes = [.primary: TestDevice.Picture(id: 16, width: 16, height: 16)]
            device.regions[16] = regionInformation(flags: 7, index: 16, size: 4096, offset: 0x1000)
        }

        func paint(_ value: UInt8) {
            unsafe mapping.withMutableBytes { bytes in
                for index in bytes.indices { unsafe bytes[index] = value }
            }
        }
    }

    private func bytes(_ held: HeldMemory) throws -> Set<UInt8> {
        try held.read { bytes in
            Set(bytes.byteOffsets.map { unsafe bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) })
        }
    }

    @Test func theRegionsPictureIsFetchedOnceAfterEachSnapshot() throws {
        let drawing = try Drawing(for: device)
        drawing.paint(1)
        let source = try source(lent.loan())
        let plane = try primary(source)
        #expect(plane.identity.name == .region(16))
        let held = HeldMemory(try source.memory(of: plane), plane.layout)
        #expect(try bytes(held) == [1])
        drawing.paint(2)
        #expect(try bytes(held) == [1], "the rows that are compared are the rows that are copied")
        _ = try source.snapshot()
        #expect(try bytes(held) == [2])
        #expect(device.mapped == [0x1000])
    }

    @Test func noOtherRegionIsReadAndNoMoreOfThisOne() throws {
        _ = try Drawing(for: device)
        device.regions[2] = regionInformation(flags: 7, index: 2, size: 4096, offset: 0x9000)
        let borrowed = try BorrowedDevice(lent.loan())
        func refusal(_ count: Int, _ offset: Int) -> Int32? {
            do {
                _ = try borrowed.map(count: count, at: offset)
                return nil
            } catch {
                return error.errno
            }
        }
        #expect(refusal(1024, 0x1000) == EPERM, "before the device has named it")
        _ = try primary(VFIOSource(borrowed, name: "test"))
        for (count, offset) in [(1024, 0x9000), (1024, 0), (1024, 0x1004), (4097, 0x1000)] {
            #expect(refusal(count, offset) == EPERM, "\(count) at \(offset)")
        }
        #expect(device.mapped.isEmpty)
        #expect(refusal(4096, 0x1000) == nil)
    }

    /// The cache keeps one picture of a screen; what it lets go of, the lender does, too.
    @Test func picturesOfOtherModesAreLetGoOf() throws {
        _ = try Drawing(for: device)
        let source = try source(lent.loan())
        var before: Plane?
        for turn in 0..<100 {
            device.planes[.primary] = TestDevice.Picture(id: 16, width: turn % 2 == 0 ? 16 : 8, height: 8)
            let plane = try primary(source)
            #expect(source.mayReturn(plane.identity))
            if let before { #expect(!source.mayReturn(before.identity)) }
            let held = HeldMemory(try source.memory(of: plane), plane.layout)
            #expect(held.isReadable)
            before = plane
        }
        #expect(device.mapped.count == 100)
    }

    @Test func aPictureThatNobodyCanFetchIsGone() throws {
        _ = try Drawing(for: device)
        let source = try source(lent.loan())
        let plane = try primary(source)
        let held = HeldMemory(try source.memory(of: plane), plane.layout)
        lent.endMachine()
        #expect(lent.end() == .machineEnded)
        #expect(throws: HeldMemory.Fault.revoked) { try bytes(held) }
    }

    // MARK: v11

    @Test func v11IsNotAskedForThroughALender() throws {
        device.interface = .descriptor
        let borrowed = try BorrowedDevice(lent.loan())
        #expect(throws: DeviceError.onlyMainline("test")) { try VFIOSource(borrowed, name: "test") }
        #expect(throws: DeviceError.foreignDescriptors("test")) {
            try VFIOSource(borrowed, name: "test", abi: .v11)
        }
        #expect(device.queries.isEmpty, "nothing was opened in the lender")
        device.faults.ignoresFlags = true
        #expect(throws: DeviceError.foreignDescriptors("test")) { try VFIOSource(borrowed, name: "test") }
    }

    @Test func aDeviceWithoutADisplaySaysSo() throws {
        device.interface = nil
        let borrowed = try BorrowedDevice(lent.loan())
        #expect(throws: DeviceError.noDisplay("test")) { try VFIOSource(borrowed, name: "test") }
    }
}
