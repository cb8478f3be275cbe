internal import Descriptors
internal import Glibc
internal import Planes

/// A picture in a region of a device that is lent, and the memory that it is copied into for the borrower.
final class LentPicture {
    private let region: PlaneMemory
    private let copy: Mapping
    private let count: Int

    /// - Parameter memory: lent; the borrower has it, too.
    init(
        of region: consuming PlaneMemory, in memory: borrowing OwnedDescriptor, count: Int
    ) throws(SystemError) {
        self.region = region
        self.count = count
        copy = try Mapping(memory, count: count, access: .readWrite)
    }

    /// Copies the picture as it is now.
    ///
    /// - Throws: `EIO` when it is not there any more.
    func fetch() throws(SystemError) {
        switch region {
        case .mapping(let region):
            region.withBytes { bytes in
                unsafe copy.withMutableBytes { copy in
                    unsafe bytes.withUnsafeBytes { unsafe copy.copyMemory(from: $0) }
                }
            }
            guard region.isIntact, copy.isIntact else { throw SystemError(call: "mmap", errno: EIO) }
        // No device that is held answers so.
        default: throw SystemError(call: "mmap", errno: EIO)
        }
    }
}
