internal import Descriptors
internal import Planes

/// A dma-buf that a v11 device has given to this process. Its number stays its number until it is closed, and only then
/// may the kernel give the number to another file.
final class HeldDescriptor {
    let number: Int32
    let inode: UInt64
    /// How the picture lay in it when it was new.
    let layout: BufferLayout
    /// The dma-buf; nil once the buffer cache has it.
    var descriptor: OwnedDescriptor?
    /// The identity by which the cache has it.
    var owner: BufferIdentity?
    /// The snapshot that named it last.
    var snapshot = 0

    init(_ descriptor: consuming OwnedDescriptor, inode: UInt64, layout: BufferLayout) {
        number = descriptor.rawValue
        self.descriptor = consume descriptor
        self.inode = inode
        self.layout = layout
    }
}
