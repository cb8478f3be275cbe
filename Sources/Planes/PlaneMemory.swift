package import Descriptors

/// The memory of one buffer identity, owned.
package enum PlaneMemory: ~Copyable {
    /// A file that a compositor can be handed.
    case file(BufferMemory)
    /// Memory that this process alone can read, and that the guest draws into: its rows are copied. It starts at the
    /// memory's first byte and holds the whole picture.
    case mapping(Mapping)
}

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
