import Glibc

/// Memory of a file, mapped shared. It is unmapped when the owner lets go of it.
@safe package struct Mapping: ~Copyable {
    private let address: UnsafeMutableRawPointer
    /// The mapped length in bytes.
    package let count: Int

    /// How the memory may be used.
    package enum Access: Sendable {
        case read
        case readWrite
    }

    /// Maps `count` bytes from `offset` on.
    ///
    /// - Parameters:
    ///   - descriptor: lent; the mapping outlives it.
    ///   - offset: bytes, a multiple of the page size.
    /// - Throws: `SystemError`; for a dma-buf `ENODEV` or `EINVAL` when its exporter offers no mapping.
    package init(
        _ descriptor: borrowing OwnedDescriptor, count: Int, offset: Int = 0, access: Access
    ) throws(SystemError) {
        try self.init(lent: descriptor.rawValue, count: count, offset: offset, access: access)
    }

    /// Maps `count` bytes from `offset` on of the file behind a number, whose owner keeps it open meanwhile.
    package init(lent number: Int32, count: Int, offset: Int, access: Access) throws(SystemError) {
        precondition(count > 0, "nothing to map")
        let protection = access == .read ? PROT_READ : PROT_READ | PROT_WRITE
        let address = unsafe mmap(nil, count, protection, MAP_SHARED, number, offset)
        guard unsafe address != MAP_FAILED, let address = unsafe address else {
            throw SystemError(call: "mmap", errno: Glibc.errno)
        }
        unsafe self.address = address
        self.count = count
    }

    deinit { unsafe munmap(address, count) }

    /// Whether the file still has all that was mapped, as far as anybody has looked.
    package var isIntact: Bool { true }

    /// Lends the bytes, to read. The other side may change them at any time: copy before parsing.
    package borrowing func withBytes<Result>(_ body: (RawSpan) throws -> Result) rethrows -> Result {
        try body(unsafe RawSpan(_unsafeStart: address, byteCount: count))
    }

    /// Lends the bytes, to write. The mapping must have been made with `.readWrite`.
    package borrowing func withMutableBytes<Result, Failure: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(UnsafeMutableRawBufferPointer(start: address, count: count))
    }
}
