/// Where one plane of a format lies in a buffer's memory: NV12 has one of luma and one of colour.
package struct MemoryPlane: Hashable, Sendable {
    /// Which of the memory's files it lies in: 0 to 2.
    package let file: UInt8
    /// Bytes from the start of the file to the plane's first row.
    package let offset: UInt32
    /// Bytes from one row to the next.
    package let stride: UInt32

    package init(file: UInt8 = 0, offset: UInt32, stride: UInt32) {
        self.file = file
        self.offset = offset
        self.stride = stride
    }
}

extension BufferLayout {
    /// All memory planes, in the format's order: what is to be told to a compositor.
    package var planes: [MemoryPlane] {
        [MemoryPlane(offset: offset, stride: stride), second, third].compactMap(\.self)
    }

    /// Files of the memory: one more than the highest that a plane lies in.
    package var fileCount: Int { Int(max(second?.file ?? 0, third?.file ?? 0)) + 1 }

    /// The bytes of one of the memory's files that reading the whole picture touches, counted from the file's start; 0
    /// where nothing lies in it.
    ///
    /// A linear plane's last row need not fill its stride. A tiled one ends with a whole row of tiles. For a modifier
    /// that is not known here it is what a linear picture would need: a lower bound. Compositors count
    /// `stride * height` (Weston answers protocol error 6, out of bounds), which `compositorByteCount` is.
    package func byteCount(file: UInt8) -> UInt64 { largest(in: file, end) }

    /// The bytes of a file that a compositor expects to be there: whole strides up to each plane's last row.
    ///
    /// `zwp_linux_buffer_params_v1` compositors check `offset + stride * height` against the size of the dma-buf
    /// and end the connection when it is smaller (libweston's linux-dmabuf.c and wlroots' types/wlr_linux_dmabuf_v1.c).
    package func compositorByteCount(file: UInt8) -> UInt64 {
        largest(in: file) { plane, shape in
            max(end(plane, shape), UInt64(plane.offset) + UInt64(plane.stride) * UInt64(rows(shape)))
        }
    }

    private func largest(in file: UInt8, _ end: (MemoryPlane, PlaneShape) -> UInt64) -> UInt64 {
        var largest: UInt64 = 0
        if file == 0 { largest = end(MemoryPlane(offset: offset, stride: stride), shape(0)) }
        if let second, second.file == file { largest = max(largest, end(second, shape(1))) }
        if let third, third.file == file { largest = max(largest, end(third, shape(2))) }
        return largest
    }

    /// Behind the plane's last byte. 32-bit factors cannot overflow 64 bits.
    private func end(_ plane: MemoryPlane, _ shape: PlaneShape) -> UInt64 {
        let rows = UInt64(rows(shape))
        if modifier.tileHeight > 1 {
            let tiled = (rows + modifier.tileHeight - 1) / modifier.tileHeight * modifier.tileHeight
            return UInt64(plane.offset) + UInt64(plane.stride) * tiled
        }
        return UInt64(plane.offset) + UInt64(plane.stride) * (rows - 1) + shape.rowSize(width: width)
    }

    private func rows(_ shape: PlaneShape) -> UInt32 { max(shape.rowCount(height: height), 1) }

    /// Of a format that is not known, a byte a pixel: a lower bound.
    private func shape(_ plane: Int) -> PlaneShape { format.shape(of: plane) ?? PlaneShape(bytes: 1) }
}
