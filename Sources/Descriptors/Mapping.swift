internal import CGuard
import Glibc

/// Memory of a file, mapped. It is unmapped when the owner lets go of it.
///
/// Memory that goes away (its file shrinks, its device is reset) turns into zeros at the first touch, all of it, and the
/// mapping is not intact from then on.
@safe package struct Mapping: ~Copyable {
    private let address: UnsafeMutableRawPointer
    /// The mapped length in bytes.
    package let count: Int
    /// The number of the guard against SIGBUS.
    private let guardNumber: Int32

    /// How the memory may be used.
    package enum Access: Sendable {
        case read
        case readWrite
        /// To read, and not shared: whether what others write later is seen is not said. Some files, such as keymaps, are to be
        /// mapped no other way (wl_keyboard.keymap, version 7).
        case readPrivate
    }

    /// Maps `count` bytes from `offset` on.
    ///
    /// - Parameters:
    ///   - descriptor: lent; the mapping outlives it.
    ///   - offset: bytes, a multiple of the page size.
    /// - Throws: `SystemError`; for a dma-buf `ENODEV` or `EINVAL` when its exporter offers no mapping, and `ENOMEM` when
    ///   there are more mappings than can be guarded.
    package init(
        _ descriptor: borrowing OwnedDescriptor, count: Int, offset: Int = 0, access: Access
    ) throws(SystemError) {
        try self.init(lent: descriptor.rawValue, count: count, offset: offset, access: access)
    }

    /// Maps `count` bytes from `offset` on of the file behind a number, whose owner keeps it open meanwhile.
    package init(lent number: Int32, count: Int, offset: Int, access: Access) throws(SystemError) {
        precondition(count > 0, "nothing to map")
        let protection = access == .readWrite ? PROT_READ | PROT_WRITE : PROT_READ
        let sharing = access == .readPrivate ? MAP_PRIVATE : MAP_SHARED
        let address = unsafe mmap(nil, count, protection, sharing, number, offset)
        guard unsafe address != MAP_FAILED, let address = unsafe address else {
            throw SystemError(call: "mmap", errno: Glibc.errno)
        }
        let guardNumber = unsafe planeview_guard_add(address, count, protection)
        guard guardNumber >= 0 else {
            unsafe munmap(address, count)
            throw SystemError(call: "mmap", errno: ENOMEM)
        }
        unsafe self.address = address
        self.count = count
        self.guardNumber = guardNumber
    }

    deinit {
        // In this order: once it is unmapped, the range may be another mapping's, with a guard of its own.
        planeview_guard_remove(guardNumber)
        unsafe munmap(address, count)
    }

    /// Whether the file still has all that was mapped, as far as anybody has looked. Ask after reading: what was read of a
    /// mapping that is not intact then may be zeros of nobody's.
    package var isIntact: Bool { planeview_guard_is_intact(guardNumber) }

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
