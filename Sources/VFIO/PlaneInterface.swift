internal import CLinux

/// Which design of the kernel's display ABI a device speaks.
package enum DisplayABI: String, CaseIterable, Sendable {
    /// Linux 4.16 and later (include/uapi/linux/vfio.h).
    case mainline
    /// '[PATCH v11 1/1] vfio: ABI for mdev display dma-buf operation', July 2017, as kernels outside of the mainline
    /// have it.
    case v11
}

/// How a device hands out its planes.
package enum PlaneInterface: String, Sendable {
    /// Mainline: as dma-bufs, by id (`VFIO_GFX_PLANE_TYPE_DMABUF`).
    case dmabuf
    /// Mainline: in a region of the device (`VFIO_GFX_PLANE_TYPE_REGION`).
    case region
    /// v11: as dma-bufs, by descriptors that the query itself opens.
    case descriptor

    package var abi: DisplayABI { self == .descriptor ? .v11 : .mainline }
}
