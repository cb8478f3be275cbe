/// How a picture lies in a buffer: all that a compositor must be told to read it.
package struct BufferLayout: Hashable, Sendable {
    /// Pixels, 1 to `PlaneLimits.maximumSize`.
    package let width: UInt32
    /// Pixels, 1 to `PlaneLimits.maximumSize`.
    package let height: UInt32
    package let format: Fourcc
    package let modifier: Modifier
    /// Bytes from one row to the next.
    package let stride: UInt32
    /// Bytes from the start of the memory to the first row.
    package let offset: UInt32

    package init(
        width: UInt32, height: UInt32, format: Fourcc, modifier: Modifier = .linear, stride: UInt32,
        offset: UInt32 = 0
    ) {
        self.width = width
        self.height = height
        self.format = format
        self.modifier = modifier
        self.stride = stride
        self.offset = offset
    }

    /// The bytes of memory that reading the whole picture touches, counted from the start of the memory.
    ///
    /// A linear picture's last row need not fill its stride. A tiled one ends with a whole row of tiles. For a
    /// modifier that is not known here it is what a linear picture would need: a lower bound. Compositors count
    /// `stride * height` (Weston answers protocol error 6, out of bounds), which `compositorByteCount` is.
    package var byteCount: UInt64 {
        // 32-bit factors cannot overflow 64 bits.
        if modifier.tileHeight > 1 {
            let rows = (UInt64(height) + modifier.tileHeight - 1) / modifier.tileHeight * modifier.tileHeight
            return UInt64(offset) + UInt64(stride) * rows
        }
        let row = UInt64(width) * UInt64(format.bytesPerPixel ?? 1)
        return UInt64(offset) + UInt64(stride) * UInt64(max(height, 1) - 1) + row
    }

    /// The bytes that a compositor expects to be there: whole strides up to the last row.
    ///
    /// `zwp_linux_buffer_params_v1` compositors check `offset + stride * height` against the size of the dma-buf
    /// and end the connection when it is smaller (libweston's linux-dmabuf.c and wlroots' types/wlr_linux_dmabuf_v1.c).
    package var compositorByteCount: UInt64 {
        max(byteCount, UInt64(offset) + UInt64(stride) * UInt64(height))
    }
}

extension BufferLayout: CustomStringConvertible {
    /// Such as "1920×1080 XR24 linear, stride 7680".
    package var description: String {
        "\(width)×\(height) \(format) \(modifier), stride \(stride)"
            + (offset > 0 ? ", offset \(offset)" : "")
    }
}
