internal import CDRM
package import Descriptors
internal import Glibc
internal import Planes

/// Dumb buffers of a DRM card, exported as dma-bufs.
package final class CardAllocator: BufferAllocator {
    private let card: OwnedDescriptor

    /// Opens a card, such as /dev/dri/card0, without staying its master.
    ///
    /// - Throws: `SystemError`; from `drmDropMaster` when the card made this process its master for good.
    package init(card path: String) throws(SystemError) {
        let card = try OwnedDescriptor.open(path, O_RDWR)
        let number = card.rawValue
        // Asks for nothing needed: it fails for a file that is no card, which drmIsMaster takes for a master.
        var abilities: UInt64 = 0
        try Self.call("drmGetCap") { unsafe drmGetCap(number, UInt64(DRM_CAP_PRIME), &abilities) }
        // Who opens a card that has no master becomes it, and would keep a compositor from starting.
        if drmIsMaster(number) != 0 { try Self.call("drmDropMaster") { drmDropMaster(number) } }
        self.card = card
    }

    package func allocate(width: Int, height: Int) throws(SystemError) -> AllocatedBuffer {
        let number = card.rawValue
        var handle: UInt32 = 0
        var pitch: UInt32 = 0
        var size: UInt64 = 0
        try Self.call("drmModeCreateDumbBuffer") {
            unsafe drmModeCreateDumbBuffer(
                number, UInt32(width), UInt32(height), 32, 0, &handle, &pitch, &size)
        }
        // Descriptor and mapping keep the memory; the card forgets its number.
        defer { drmModeDestroyDumbBuffer(number, handle) }
        var exported: Int32 = -1
        try Self.call("drmPrimeHandleToFD") {
            unsafe drmPrimeHandleToFD(number, handle, UInt32(O_RDWR | O_CLOEXEC), &exported)
        }
        let descriptor = OwnedDescriptor(adopting: exported)
        // By way of the card: not every driver lets its dma-bufs be mapped.
        var offset: UInt64 = 0
        try Self.call("drmModeMapDumbBuffer") { unsafe drmModeMapDumbBuffer(number, handle, &offset) }
        let mapping = try Mapping(card, count: Int(size), offset: Int(offset), access: .readWrite)
        return AllocatedBuffer(.dmabuf, descriptor, stride: Int(pitch), mapping: mapping)
    }

    /// Calls libdrm, which restarts interrupted calls itself and fails with a negative errno, or with -1 and errno.
    private static func call(_ name: String, _ body: () -> Int32) throws(SystemError) {
        Glibc.errno = 0
        let result = body()
        guard result < 0 else { return }
        throw SystemError(call: name, errno: Glibc.errno != 0 ? Glibc.errno : -result)
    }
}
