internal import CLinux
internal import Descriptors
internal import Glibc
internal import Planes

/// The memories that QEMU shares and that are of use: the one that is shown, and those that presentation holds. Each time that
/// QEMU shows one, it sends another descriptor of it: by its inode it is known again, and the descriptor closed.
struct SharedBuffers {
    private var buffers: [SharedBuffer] = []
    private let kindOf: (borrowing OwnedDescriptor) -> SharedBuffer.Kind?

    /// - Parameter kindOf: what a file is; nil when it is neither.
    init(kindOf: @escaping (borrowing OwnedDescriptor) -> SharedBuffer.Kind? = Self.kind) {
        self.kindOf = kindOf
    }

    var count: Int { buffers.count }

    /// Takes in a descriptor of QEMU's.
    ///
    /// - Parameters:
    ///   - kind: what it is said to be.
    ///   - reply: how the picture lies in it; its name is of no account.
    ///   - makeName: gives a name to memory that was not known.
    /// - Throws: `ScreenFault` when it is something else, or too small.
    mutating func admit(
        _ file: consuming OwnedDescriptor, as kind: SharedBuffer.Kind, _ reply: PlaneReply,
        makeName: () -> UInt32
    ) throws(ScreenFault) -> SharedBuffer {
        guard kindOf(file) == kind else {
            throw .file(
                kind == .dmabuf
                    ? "a descriptor is no dma-buf" : "a descriptor is no shared memory (tmpfs, hugetlbfs)")
        }
        let layout = try reply.gated().layout
        do throws(Rejection) {
            try layout.check(memory: (try? file.size()) ?? 0)
        } catch {
            throw .rejected(error)
        }
        let inode = file.inode()
        if let known = buffers.first(where: {
            $0.kind == kind && $0.inode == inode && $0.identity.layout == layout
        }) {
            return known
        }
        let identity = BufferIdentity(.number(makeName()), layout: layout)
        let buffer = SharedBuffer(kind, file, inode: inode, identity)
        buffers.append(buffer)
        return buffer
    }

    /// The memory of an identity.
    subscript(identity: BufferIdentity) -> SharedBuffer? {
        buffers.first { $0.identity == identity }
    }

    /// Closes what nobody holds and what is not shown.
    mutating func removeUnused(except shown: SharedBuffer?) {
        buffers.removeAll { $0 !== shown && !$0.isHeld }
    }

    /// A file of any other kind is not mapped: one of a FUSE file system, say, may let who reads it wait without end.
    private static func kind(_ file: borrowing OwnedDescriptor) -> SharedBuffer.Kind? {
        if file.isDMABuf() { return .dmabuf }
        var system = statfs()
        guard unsafe fstatfs(file.rawValue, &system) == 0 else { return nil }
        // TMPFS_MAGIC and HUGETLBFS_MAGIC (include/uapi/linux/magic.h).
        return [0x0102_1994, 0x9584_58f6].contains(system.f_type) ? .mapping : nil
    }
}

extension PlaneReply {
    /// The gate (`checked`), for what says that there is a picture.
    func gated() throws(ScreenFault) -> Plane {
        do throws(Rejection) {
            guard let plane = try checked() else { throw .format(format) }
            return plane
        } catch {
            throw .rejected(error)
        }
    }
}
