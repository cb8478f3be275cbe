internal import CLinux
internal import Glibc

/// What stands behind a number of this process's table, whoever owns it.
package struct OpenFile: Equatable, Sendable {
    /// `fstatfs` answers `DMA_BUF_MAGIC` (include/uapi/linux/magic.h).
    package let isDMABuf: Bool
    /// Tells two dma-bufs apart, and two descriptors of one dma-buf not (Linux 5.3 and later).
    package let inode: UInt64

    package init(isDMABuf: Bool, inode: UInt64) {
        self.isDMABuf = isDMABuf
        self.inode = inode
    }

    /// Looks; nil when the number is not open.
    package init?(behind number: Int32) {
        var status = stat()
        var system = statfs()
        guard unsafe fstat(number, &status) == 0, unsafe fstatfs(number, &system) == 0 else { return nil }
        self.init(isDMABuf: system.f_type == 0x444d_4142, inode: UInt64(status.st_ino))
    }
}
