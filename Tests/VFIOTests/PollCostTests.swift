import AllocationCounter
import CLinux
import Descriptors
import Glibc
import Planes
import Testing
import VFIO

/// Proves what a poll costs when nothing changes: a call a plane, and no memory.
@Suite struct PollCostTests {
    /// A device that costs nothing itself.
    private final class StillDevice: DeviceCalls {
        let isLegacy: Bool
        let buffer: OwnedDescriptor
        var number: Int32
        var calls = 0
        private let inode: UInt64

        init(isLegacy: Bool) throws {
            self.isLegacy = isLegacy
            buffer = try .sealedMemory("planeview-still", size: 4096 * 64)
            inode = buffer.inode()
            number = try buffer.duplicate().release()
        }

        func query(_ plane: inout vfio_device_gfx_plane_info) -> Int32 {
            calls += 1
            if isLegacy || plane.drm_plane_type == 0 { return EINVAL }
            if plane.flags & UInt32(VFIO_GFX_PLANE_TYPE_PROBE) != 0 { return 0 }
            plane.drm_format = Fourcc.xrgb8888.rawValue
            plane.drm_format_mod = 0
            plane.width = 64
            plane.height = 64
            plane.stride = 256
            plane.size = 16384
            plane.dmabuf_id = plane.drm_plane_type
            return 0
        }

        func query(_ plane: inout planeview_v11_gfx_plane_info) -> Int32 {
            calls += 1
            // One plane: the same dma-buf for two of them would be no cursor.
            if plane.drm_plane_type != 1 { return EINVAL }
            plane.drm_format = Fourcc.xrgb8888.rawValue
            plane.width = 64
            plane.height = 64
            plane.stride = 256
            plane.size = 16384
            plane.fd = number
            return 0
        }

        func openFile(_ number: Int32) -> OpenFile? { OpenFile(isDMABuf: true, inode: inode) }
        func dmabuf(_ id: UInt32) throws(SystemError) -> OwnedDescriptor { try buffer.duplicate() }
        func exporter(of buffer: borrowing OwnedDescriptor) -> String? { nil }
        func regionCount() throws(SystemError) -> UInt32 { 9 }
        func regionInformation(_ index: UInt32) throws(SystemError) -> [UInt8] { [] }
        func read(count: Int, at offset: Int) throws(SystemError) -> [UInt8] { [] }
        func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {}
        func map(count: Int, at offset: Int) throws(SystemError) -> PlaneMemory {
            .mapping(try Mapping(buffer, count: count, access: .read))
        }
    }

    @Test(arguments: [false, true])
    func aPollCostsACallAPlaneAndNoMemory(isLegacy: Bool) throws {
        let device = try StillDevice(isLegacy: isLegacy)
        let source = try VFIOSource(device, name: "test")
        guard case .shown(let plane) = try source.snapshot().primary else {
            Issue.record("no plane")
            return
        }
        let memory = try source.memory(of: plane)
        for _ in 0..<10 { _ = try source.snapshot() }
        let (calls, allocations) = (device.calls, planeview_allocation_count())
        for _ in 0..<100 { _ = try source.snapshot() }
        let allocated = planeview_allocation_count() - allocations
        #expect(device.calls - calls == (isLegacy ? 100 : 200))
        #expect(allocated == 0)
        withExtendedLifetime(memory) {}
    }

    @Test func theCounterCounts() {
        let before = planeview_allocation_count()
        let memory = unsafe malloc(100)
        let counted = planeview_allocation_count() - before
        unsafe free(memory)
        #expect(counted == 1 || planeview_allocation_count() == 0, "not under a sanitizer")
    }
}
