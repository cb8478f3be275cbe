package import Descriptors

/// Memory that a compositor can be handed as files: one, or one a memory plane.
package struct BufferMemory: ~Copyable {
    /// What kind of memory it is, which decides the paths that it can take.
    package enum Kind: Sendable {
        /// A dma-buf.
        case dmabuf
        /// Shared memory that cannot shrink (a sealed memfd): a compositor may map it as wl_shm, too.
        case sharedMemory
    }

    package let kind: Kind
    /// The first file, and for most formats the only one.
    package let descriptor: OwnedDescriptor
    /// The file that `MemoryPlane.file` calls 1.
    package let second: OwnedDescriptor?
    /// The file that `MemoryPlane.file` calls 2.
    package let third: OwnedDescriptor?

    package init(
        _ kind: Kind, _ descriptor: consuming OwnedDescriptor, second: consuming OwnedDescriptor? = nil,
        third: consuming OwnedDescriptor? = nil
    ) {
        self.kind = kind
        self.descriptor = descriptor
        self.second = second
        self.third = third
    }

    /// Lends the file that a memory plane lies in; nil when there is no such file.
    ///
    /// - Parameter index: `MemoryPlane.file`.
    package borrowing func withFile<Result>(
        _ index: UInt8, _ body: (borrowing OwnedDescriptor) throws -> Result
    ) rethrows -> Result? {
        switch index {
        case 0: return try body(descriptor)
        case 1: return try Self.lend(second, body)
        case 2: return try Self.lend(third, body)
        default: return nil
        }
    }

    private static func lend<Result>(
        _ file: borrowing OwnedDescriptor?, _ body: (borrowing OwnedDescriptor) throws -> Result
    ) rethrows -> Result? {
        switch file {
        case .some(let file): try body(file)
        case .none: nil
        }
    }
}
