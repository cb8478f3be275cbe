internal import Descriptors
internal import Planes

/// Memory that QEMU shares, in one layout: a dma-buf, or shared memory that this process reads.
final class SharedBuffer {
    enum Kind: Equatable {
        case dmabuf
        case mapping
    }

    let kind: Kind
    /// The memory's inode, which tells it again when QEMU sends it another time.
    let inode: UInt64
    let identity: BufferIdentity
    private let file: OwnedDescriptor
    /// The memory was given away (`memory(of:)`) and not let go of.
    var isHeld = false

    init(_ kind: Kind, _ file: consuming OwnedDescriptor, inode: UInt64, _ identity: BufferIdentity) {
        self.kind = kind
        self.inode = inode
        self.file = file
        self.identity = identity
    }

    /// - Throws: `SystemError`.
    func lend() throws(SystemError) -> PlaneMemory {
        switch kind {
        case .dmabuf: return .file(BufferMemory(.dmabuf, try file.duplicate()))
        case .mapping:
            let count = Int(clamping: identity.layout.byteCount)
            return .mapping(try Mapping(file, count: count, access: .read))
        }
    }
}
