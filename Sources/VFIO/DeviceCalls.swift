package import CLinux
package import Descriptors
package import Planes

/// What is asked of a VFIO device: the seam at which tests put a device of their own.
package protocol DeviceCalls: AnyObject {
    /// `VFIO_DEVICE_QUERY_GFX_PLANE`.
    ///
    /// - Returns: 0, or the `errno`.
    func query(_ plane: inout vfio_device_gfx_plane_info) -> Int32

    /// `VFIO_DEVICE_QUERY_GFX_PLANE` with the struct of July 2017, which may open a descriptor in this process.
    ///
    /// - Returns: 0, or the `errno`.
    func query(_ plane: inout planeview_v11_gfx_plane_info) -> Int32

    /// Whether this process is the one in which such a query opens it.
    var opensDescriptorsHere: Bool { get }

    /// What stands behind a number of this process's table that a device named; nil when it is not open.
    func openFile(_ number: Int32) -> OpenFile?

    /// `VFIO_DEVICE_GET_GFX_DMABUF`: a dma-buf of the caller's, by the id that a query gave.
    func dmabuf(_ id: UInt32) throws(SystemError) -> OwnedDescriptor

    /// `VFIO_DEVICE_GET_INFO`: the number of regions.
    func regionCount() throws(SystemError) -> UInt32

    /// `VFIO_DEVICE_GET_REGION_INFO`, with the capabilities behind it, as raw bytes; `argsz` stands at offset 0.
    func regionInformation(_ index: UInt32) throws(SystemError) -> [UInt8]

    /// Reads from a region, at the offset that its information reports.
    func read(count: Int, at offset: Int) throws(SystemError) -> [UInt8]

    /// Writes to a region, at the offset that its information reports, all or nothing.
    func write(_ bytes: [UInt8], at offset: Int) throws(SystemError)

    /// A part of a region, at the offset that its information reports, to read.
    func map(count: Int, at offset: Int) throws(SystemError) -> PlaneMemory

    /// The driver that made a dma-buf, by the name that it exports under; nil when the kernel does not say.
    func exporter(of buffer: borrowing OwnedDescriptor) -> String?
}

extension DeviceCalls {
    package var opensDescriptorsHere: Bool { true }
}
