package import Descriptors

/// Memory that a compositor can be handed as a file.
package struct BufferMemory: ~Copyable {
    /// What kind of memory it is, which decides the paths that it can take.
    package enum Kind: Sendable {
        /// A dma-buf.
        case dmabuf
        /// Shared memory that cannot shrink (a sealed memfd): a compositor may map it as wl_shm, too.
        case sharedMemory
    }

    package let kind: Kind
    package let descriptor: OwnedDescriptor

    package init(_ kind: Kind, _ descriptor: consuming OwnedDescriptor) {
        self.kind = kind
        self.descriptor = descriptor
    }
}
