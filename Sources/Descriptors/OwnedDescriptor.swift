import CLinux
import Glibc

/// A file descriptor with exactly one owner. It is closed when the owner lets go of it.
package struct OwnedDescriptor: ~Copyable {
    /// The number in this process's table; valid while this value lives. Lend it, never close it.
    package let rawValue: Int32

    /// Takes over a descriptor that nobody else will close.
    package init(adopting rawValue: Int32) {
        precondition(rawValue >= 0, "a descriptor is not negative")
        self.rawValue = rawValue
    }

    deinit { close(rawValue) }

    /// Gives the number away: the caller closes it now.
    package consuming func release() -> Int32 {
        let value = rawValue
        discard self
        return value
    }

    /// A second descriptor of the same open file, closed on exec.
    package borrowing func duplicate() throws(SystemError) -> OwnedDescriptor {
        let rawValue = rawValue
        return OwnedDescriptor(adopting: try systemCall("dup") { fcntl(rawValue, F_DUPFD_CLOEXEC, 0) })
    }

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
    package borrowing func inode() throws(SystemError) -> UInt64 {
        let rawValue = rawValue
        var status = stat()
        try systemCall("fstat") { unsafe fstat(rawValue, &status) }
        return UInt64(status.st_ino)
    }

    /// Whether the file is a dma-buf: `fstatfs` answers `DMA_BUF_MAGIC` (include/uapi/linux/magic.h).
    package borrowing func isDMABuf() throws(SystemError) -> Bool {
        let rawValue = rawValue
        var status = statfs()
        try systemCall("fstatfs") { unsafe fstatfs(rawValue, &status) }
        return status.f_type == 0x444d_4142
    }
}
