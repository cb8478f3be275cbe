internal import CLinux
import Glibc

extension OwnedDescriptor {
    /// Anonymous memory of a fixed size: it can be written and mapped, and never shrinks or grows.
    ///
    /// - Parameters:
    ///   - name: seen in /proc, for people.
    ///   - size: bytes.
    /// - Throws: `SystemError` when there are no descriptors or no memory.
    package static func sealedMemory(_ name: String, size: UInt64) throws(SystemError) -> OwnedDescriptor {
        let memory = OwnedDescriptor(
            adopting: try systemCall("memfd_create") {
                unsafe planeview_memfd_create(name, PLANEVIEW_MFD_CLOEXEC | PLANEVIEW_MFD_ALLOW_SEALING)
            })
        let rawValue = memory.rawValue
        try systemCall("ftruncate") { ftruncate(rawValue, Int(clamping: size)) }
        // Nobody who maps the memory, a compositor or /dev/udmabuf, may find it gone.
        try systemCall("fcntl") {
            planeview_add_seals(
                rawValue, PLANEVIEW_SEAL_SHRINK | PLANEVIEW_SEAL_GROW | PLANEVIEW_SEAL_SEAL)
        }
        return memory
    }

    /// Reads at most `count` bytes from `offset` on, without moving the file's own offset.
    package borrowing func read(count: Int, at offset: Int) throws(SystemError) -> [UInt8] {
        let rawValue = rawValue
        var bytes = [UInt8](repeating: 0, count: count)
        let got = try systemCall("pread") { unsafe pread(rawValue, &bytes, count, offset) }
        bytes.removeLast(count - got)
        return bytes
    }
}
