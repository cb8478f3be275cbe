package import CLinux
package import Descriptors
import Glibc
package import Planes
import VFIO

/// A VFIO device that answers whatever the fuzzer made up.
package final class FuzzedDevice: DeviceCalls {
    private var input: FuzzInput
    /// Where an EDID was written, and how much, in order.
    package private(set) var writes: [(offset: Int, count: Int)] = []

    private var opened: Set<Int32> = []

    package init(_ input: FuzzInput) { self.input = input }

    package var isUsedUp: Bool { input.isEmpty }

    /// Most answers are answers: a first byte of 0xf0 and more is an `errno`.
    private func error() -> Int32 {
        let byte = input.number(UInt8.self)
        return byte < 0xf0 ? 0 : [EINVAL, ENOTTY, ENOMEM, EFAULT, EIO, ENODEV, ENOSPC, EAGAIN][Int(byte & 7)]
    }

    package func query(_ plane: inout vfio_device_gfx_plane_info) -> Int32 {
        let error = error()
        guard error == 0, plane.flags & UInt32(VFIO_GFX_PLANE_TYPE_PROBE) == 0 else { return error }
        plane.drm_format = format()
        plane.drm_format_mod = input.number()
        plane.width = input.number()
        plane.height = input.number()
        plane.stride = input.number()
        plane.size = input.number()
        plane.x_pos = input.number()
        plane.y_pos = input.number()
        plane.x_hot = input.number()
        plane.y_hot = input.number()
        plane.dmabuf_id = input.number()
        return 0
    }

    package func query(_ plane: inout planeview_v11_gfx_plane_info) -> Int32 {
        let error = error()
        guard error == 0 else { return error }
        plane.drm_format = format()
        plane.width = input.number()
        plane.height = input.number()
        plane.stride = input.number()
        plane.size = input.number()
        plane.x_pos = input.number()
        plane.y_pos = input.number()
        // Its own numbers, so that what is closed is never the fuzzer's.
        let pick = input.number(UInt8.self)
        plane.fd = pick < 16 ? -1 : pick < 32 ? 1 << 20 : openAnother()
        return 0
    }

    /// Often one that is known: the fuzzer would take long to find any.
    private func format() -> UInt32 {
        let known: [UInt32] = [0x3432_5258, 0x3432_5241, 0x3631_4752, 0x3432_4742, 0x3231_564e, 0x3231_5559]
        let pick = input.number(UInt8.self)
        return pick < 200 ? known[Int(pick) % known.count] : input.number()
    }

    private func openAnother() -> Int32 {
        guard let number = try? OwnedDescriptor.sealedMemory("planeview-fuzz", size: 4096).release() else {
            return -1
        }
        opened.insert(number)
        return number
    }

    /// Closes what nobody took over. To be called when the source is gone.
    package func end() {
        for number in opened where !OwnedDescriptor.isOwned(number) { close(number) }
    }

    package func openFile(_ number: Int32) -> OpenFile? {
        OpenFile(behind: number).map { OpenFile(isDMABuf: input.number(UInt8.self) < 0xf0, inode: $0.inode) }
    }

    package func dmabuf(_ id: UInt32) throws(SystemError) -> OwnedDescriptor {
        let error = error()
        guard error == 0 else { throw SystemError(call: "VFIO_DEVICE_GET_GFX_DMABUF", errno: error) }
        return try .sealedMemory("planeview-fuzz", size: UInt64(input.number(UInt32.self)))
    }

    package func regionCount() throws(SystemError) -> UInt32 {
        let error = error()
        guard error == 0 else { throw SystemError(call: "VFIO_DEVICE_GET_INFO", errno: error) }
        return input.number()
    }

    package func regionInformation(_ index: UInt32) throws(SystemError) -> [UInt8] {
        let error = error()
        guard error == 0 else { throw SystemError(call: "VFIO_DEVICE_GET_REGION_INFO", errno: error) }
        return input.bytes(Int(input.number(UInt8.self)))
    }

    package func read(count: Int, at offset: Int) throws(SystemError) -> [UInt8] {
        let error = error()
        guard error == 0 else { throw SystemError(call: "pread", errno: error) }
        return input.bytes(min(count, Int(input.number(UInt8.self))))
    }

    package func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {
        let error = error()
        guard error == 0 else { throw SystemError(call: "pwrite", errno: error) }
        writes.append((offset, bytes.count))
    }

    package func map(count: Int, at offset: Int) throws(SystemError) -> PlaneMemory {
        let error = error()
        guard error == 0 else { throw SystemError(call: "mmap", errno: error) }
        return .mapping(
            try Mapping(
                .sealedMemory("planeview-fuzz", size: UInt64(input.number(UInt32.self))), count: count,
                access: .read))
    }

    package func exporter(of buffer: borrowing OwnedDescriptor) -> String? {
        input.number(UInt8.self) < 128 ? "mbochs" : nil
    }
}
