import CLinux
import Descriptors
import Glibc

extension OwnedDescriptor {
    /// What QEMU shares: a memfd without a seal against shrinking.
    static func shrinkableMemory(_ size: Int) throws(SystemError) -> OwnedDescriptor {
        let memory = OwnedDescriptor(
            adopting: try systemCall("memfd_create") {
                unsafe planeview_memfd_create("displaysurface", PLANEVIEW_MFD_CLOEXEC)
            })
        try memory.resize(size)
        return memory
    }

    borrowing func resize(_ size: Int) throws(SystemError) {
        let number = rawValue
        try systemCall("ftruncate") { ftruncate(number, size) }
    }
}

/// Descriptors of a file that this process has open: other tests open others meanwhile.
func openCount(of file: borrowing OwnedDescriptor) -> Int {
    let inode = file.inode()
    return (0..<4096).count { OpenFile(behind: Int32($0))?.inode == inode }
}
