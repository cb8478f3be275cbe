internal import Descriptors
internal import Planes
internal import Wayland

/// wl_shm: the path for memory that no dma-buf can be made of.
final class SharedMemory {
    private let shm: WlShm
    /// What the compositor takes.
    private(set) var formats: Set<Fourcc> = []

    init(_ shm: WlShm) {
        self.shm = shm
        shm.onEvent = { [unowned self] event in
            if case .format(let format) = event { formats.insert(Self.fourcc(format)) }
        }
    }

    /// Makes a buffer of memory that cannot shrink, as it is: nothing is copied here.
    ///
    /// - Parameter size: the memory's bytes, checked against the layout by the caller.
    /// - Returns: nil when the compositor does not take the format, or the memory is beyond what wl_shm can name.
    func buffer(_ layout: BufferLayout, in memory: borrowing OwnedDescriptor, size: UInt64) -> WlBuffer? {
        guard layout.modifier == .linear, formats.contains(layout.format), let size = Int32(exactly: size),
            let offset = Int32(exactly: layout.offset),
            let stride = Int32(exactly: layout.stride)
        else { return nil }
        let pool = shm.createPool(fd: memory, size: size)
        let buffer = pool.createBuffer(
            offset: offset, width: Int32(layout.width), height: Int32(layout.height), stride: stride,
            format: Self.format(layout.format))
        pool.destroy()
        return buffer
    }

    /// A buffer of one black pixel: fresh memory is zero, and in XRGB that is black.
    func blackPixel() throws(SystemError) -> WlBuffer {
        let pool = shm.createPool(fd: try .sealedMemory("planeview-black", size: 4), size: 4)
        defer { pool.destroy() }
        return pool.createBuffer(offset: 0, width: 1, height: 1, stride: 4, format: .xrgb8888)
    }

    private static func fourcc(_ format: WlShm.Format) -> Fourcc {
        switch format {
        case .argb8888: .argb8888
        case .xrgb8888: .xrgb8888
        default: Fourcc(rawValue: format.rawValue)
        }
    }

    /// wl_shm has numbers of its own for two formats; the rest are DRM's (wayland.xml, wl_shm.format).
    private static func format(_ format: Fourcc) -> WlShm.Format {
        switch format {
        case .argb8888: .argb8888
        case .xrgb8888: .xrgb8888
        default: WlShm.Format(rawValue: format.rawValue)
        }
    }
}
