import CLinux
import Descriptors
import Foundation
import Planes
import Testing
import VFIO

/// Proves that a device which names other memory with every query, a million times, cannot fill this process: what is open
/// is what the ledger holds, and one more.
///
/// With PLANEVIEW_BOUNDS=full in the environment it is a million, else fewer.
@Suite struct ChurnTests {
    private static let isFull = ProcessInfo.processInfo.environment["PLANEVIEW_BOUNDS"] == "full"
    private static let polls = isFull ? 1_000_000 : 20_000

    /// What is open: the ledger says what goes, as the buffer cache does.
    private final class Cache {
        private(set) var ledger = BufferLedger()
        private var held: [BufferIdentity: HeldMemory] = [:]
        private(set) var most = 0
        private(set) var fetches = 0

        func show(_ plane: Plane, from source: VFIOSource) throws {
            let answer = ledger.want(plane.identity, shown: { _ in false }) { victim in
                held[victim] = nil
                source.release(victim)
            }
            guard answer == .fetch else { return }
            fetches += 1
            held[plane.identity] = HeldMemory(try source.memory(of: plane), plane.layout)
            ledger.imported(plane.identity, .ready)
            most = max(most, held.count)
        }
    }

    /// Each query is answered with another buffer.
    private final class Churner: DeviceCalls {
        let isLegacy: Bool
        private let buffer: OwnedDescriptor
        private var last = UInt32(0)
        private(set) var given = 0

        init(isLegacy: Bool) throws {
            self.isLegacy = isLegacy
            buffer = try .sealedMemory("planeview-churn", size: 4096 * 4)
        }

        var inode: UInt64 { buffer.inode() }

        func query(_ plane: inout vfio_device_gfx_plane_info) -> Int32 {
            if isLegacy || plane.drm_plane_type != 1 { return EINVAL }
            if plane.flags & UInt32(VFIO_GFX_PLANE_TYPE_PROBE) != 0 { return 0 }
            last &+= 1
            plane.drm_format = Fourcc.xrgb8888.rawValue
            plane.drm_format_mod = 0
            (plane.width, plane.height, plane.stride, plane.size) = (64, 64, 256, 16384)
            plane.dmabuf_id = last
            return 0
        }

        func query(_ plane: inout planeview_v11_gfx_plane_info) -> Int32 {
            if plane.drm_plane_type != 1 { return EINVAL }
            guard let number = try? buffer.duplicate().release() else { return EMFILE }
            given += 1
            // Another size each time, or one descriptor of the file would do for all.
            last = (last + 1) % 1000
            plane.drm_format = Fourcc.xrgb8888.rawValue
            (plane.width, plane.height, plane.stride) = (1 + last % 60, 1 + last / 60, 256)
            plane.size = plane.height * 256
            plane.fd = number
            return 0
        }

        func openFile(_ number: Int32) -> OpenFile? {
            OpenFile(behind: number).map { OpenFile(isDMABuf: true, inode: $0.inode) }
        }
        func dmabuf(_ id: UInt32) throws(SystemError) -> OwnedDescriptor {
            given += 1
            return try buffer.duplicate()
        }
        func exporter(of buffer: borrowing OwnedDescriptor) -> String? { "planeview" }
        func regionCount() throws(SystemError) -> UInt32 { 9 }
        func regionInformation(_ index: UInt32) throws(SystemError) -> [UInt8] { [] }
        func read(count: Int, at offset: Int) throws(SystemError) -> [UInt8] { [] }
        func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {}
        func map(count: Int, at offset: Int) throws(SystemError) -> PlaneMemory {
            .mapping(try Mapping(buffer, count: count, access: .read))
        }
    }

    /// Descriptors of this process that are of the device's memory.
    private func open(_ device: Churner) throws -> Int {
        let numbers = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        return numbers.count { Int32($0).flatMap { OpenFile(behind: $0) }?.inode == device.inode }
    }

    @Test(arguments: [false, true])
    func anotherBufferWithEveryQueryIsBounded(isLegacy: Bool) throws {
        let device = try Churner(isLegacy: isLegacy)
        let source = try VFIOSource(device, name: "test")
        let cache = Cache()
        for poll in 1...Self.polls {
            guard case .shown(let plane) = try source.snapshot().primary else {
                Issue.record("nothing is shown at poll \(poll)")
                return
            }
            // Now and then nobody asks for the memory: the guest has moved on, or the window is hidden.
            if poll % 5 != 0 { try cache.show(plane, from: source) }
            if poll % (Self.polls / 10) == 0 {
                #expect(try open(device) <= cache.ledger.limit + 3, "its own, the ledger's, and the last one")
            }
        }
        #expect(cache.most <= cache.ledger.limit)
        #expect(cache.fetches > Self.polls / 2)
        #expect(device.given >= cache.fetches)
    }
}
