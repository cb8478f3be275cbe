import Glibc

/// A file descriptor with exactly one owner. It is closed when the owner lets go of it.
package struct OwnedDescriptor: ~Copyable {
    /// The number in this process's table; valid while this value lives. Lend it, never close it.
    package let rawValue: Int32

    /// Takes over a descriptor that nobody else will close.
    package init(adopting rawValue: Int32) {
        precondition(rawValue >= 0, "a descriptor is not negative")
        self.rawValue = rawValue
        DescriptorOwners.add(rawValue)
    }

    deinit {
        // In this order: once closed, the number may be another thread's.
        DescriptorOwners.remove(rawValue)
        close(rawValue)
    }

    /// Gives the number away: the caller closes it now.
    package consuming func release() -> Int32 {
        let value = rawValue
        DescriptorOwners.remove(value)
        discard self
        return value
    }

    /// A second descriptor of the same open file, closed on exec.
    package borrowing func duplicate() throws(SystemError) -> OwnedDescriptor {
        try OwnedDescriptor.duplicate(of: rawValue)
    }

    /// A second descriptor of the open file behind a number that somebody else owns, closed on exec.
    package static func duplicate(of number: Int32) throws(SystemError) -> OwnedDescriptor {
        OwnedDescriptor(adopting: try systemCall("dup") { fcntl(number, F_DUPFD_CLOEXEC, 0) })
    }

    /// Whether a number of this process's table has an owner.
    package static func isOwned(_ number: Int32) -> Bool { DescriptorOwners.contain(number) }

    /// Sees to it that no program started by this one inherits the descriptor.
    package borrowing func closeOnExec() throws(SystemError) {
        let rawValue = rawValue
        try systemCall("fcntl") { fcntl(rawValue, F_SETFD, FD_CLOEXEC) }
    }
}

extension OwnedDescriptor {
    /// Opens a file by path, closed on exec.
    ///
    /// - Parameter flags: `O_RDWR` and its kin; `O_CLOEXEC` is added.
    package static func open(_ path: String, _ flags: Int32) throws(SystemError) -> OwnedDescriptor {
        OwnedDescriptor(
            adopting: try systemCall("open \(path)") { unsafe Glibc.open(path, flags | O_CLOEXEC) })
    }

    /// The size in bytes by `lseek(SEEK_END)`, which for a dma-buf is the buffer's true size
    /// (drivers/dma-buf/dma-buf.c, `dma_buf_llseek`; a dma-buf's size never changes).
    package borrowing func size() throws(SystemError) -> UInt64 {
        let rawValue = rawValue
        let end = try systemCall("lseek") { lseek(rawValue, 0, SEEK_END) }
        try systemCall("lseek") { lseek(rawValue, 0, SEEK_SET) }
        return UInt64(end)
    }

    /// The inode number, which tells two open files of one dma-buf apart from two dma-bufs (Linux 5.3 and later).
    package borrowing func inode() -> UInt64 {
        OpenFile(behind: rawValue)?.inode ?? 0
    }

    /// Whether the file is a dma-buf.
    package borrowing func isDMABuf() -> Bool {
        OpenFile(behind: rawValue)?.isDMABuf ?? false
    }
}
