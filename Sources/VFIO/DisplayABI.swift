/// Which design of the kernel's display ABI a device speaks.
package enum DisplayABI: String, CaseIterable, Sendable {
    /// Linux 4.16 and later (include/uapi/linux/vfio.h).
    case mainline
    /// '[PATCH v11 1/1] vfio: ABI for mdev display dma-buf operation', July 2017, as kernels outside of the mainline
    /// have it.
    case v11
}
