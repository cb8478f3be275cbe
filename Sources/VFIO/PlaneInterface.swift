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
