internal import CLinux
internal import Glibc

/// What a processor does with a dma-buf's memory.
package enum ProcessorAccess: Sendable {
    case read
    case write

    fileprivate var flag: UInt64 {
        switch self {
        case .read: UInt64(DMA_BUF_SYNC_READ)
        case .write: UInt64(DMA_BUF_SYNC_WRITE)
        }
    }
}

extension OwnedDescriptor {
    /// Sees to it that what devices wrote into a dma-buf is there for the processor, until `endAccess`
    /// (`DMA_BUF_IOCTL_SYNC`, include/uapi/linux/dma-buf.h). It waits for the devices' fences, which end in finite time. A
    /// file that is no dma-buf has nothing to wait for.
    ///
    /// - Throws: `SystemError`.
    package borrowing func beginAccess(_ access: ProcessorAccess) throws(SystemError) {
        try synchronise(UInt64(DMA_BUF_SYNC_START) | access.flag)
    }

    /// Sees to it that what the processor wrote is there for devices.
    ///
    /// - Throws: `SystemError`.
    package borrowing func endAccess(_ access: ProcessorAccess) throws(SystemError) {
        try synchronise(UInt64(DMA_BUF_SYNC_END) | access.flag)
    }

    private borrowing func synchronise(_ flags: UInt64) throws(SystemError) {
        let number = rawValue
        var request = dma_buf_sync(flags: flags)
        while true {
            do {
                try systemCall("DMA_BUF_IOCTL_SYNC") {
                    unsafe ioctl(number, UInt(PLANEVIEW_DMA_BUF_IOCTL_SYNC.rawValue), &request)
                }
                return
            } catch {
                if error.errno == ENOTTY { return }
                // An exporter that was interrupted may say this instead of EINTR (dma-buf.h, DMA_BUF_IOCTL_SYNC).
                guard error.errno == EAGAIN else { throw error }
            }
        }
    }
}
