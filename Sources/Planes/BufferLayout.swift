/// How a picture lies in a buffer: all that a compositor must be told to read it.
package struct BufferLayout: Hashable, Sendable {
    /// Pixels, 1 to `PlaneLimits.maximumSize`.
    package let width: UInt32
    /// Pixels, 1 to `PlaneLimits.maximumSize`.
    package let height: UInt32
    package let format: Fourcc
    package let modifier: Modifier
    /// Bytes from one row to the next, of the first memory plane.
    package let stride: UInt32
    /// Bytes from the start of the memory's first file to the first row.
    package let offset: UInt32
    /// Where the second memory plane lies (NV12's colour differences); nil for packed formats.
    package let second: MemoryPlane?
    package let third: MemoryPlane?

    package init(
        width: UInt32, height: UInt32, format: Fourcc, modifier: Modifier = .linear, stride: UInt32,
        offset: UInt32 = 0, second: MemoryPlane? = nil, third: MemoryPlane? = nil
    ) {
        self.width = width
        self.height = height
        self.format = format
        self.modifier = modifier
        self.stride = stride
        self.offset = offset
        self.second = second
        self.third = third
    }

    /// The bytes of the memory's first file that reading the whole picture touches, counted from its start.
    package var byteCount: UInt64 { byteCount(file: 0) }

    /// The bytes of the memory's first file that a compositor expects to be there: whole strides up to the last row.
    package var compositorByteCount: UInt64 { compositorByteCount(file: 0) }
}

extension BufferLayout: CustomStringConvertible {
    /// Such as "1920×1080 XR24 linear, stride 7680".
    package var description: String {
        "\(width)×\(height) \(format) \(modifier), stride \(stride)"
            + (offset > 0 ? ", offset \(offset)" : "")
            + (second == nil ? "" : ", \(planes.count) planes")
            + (fileCount > 1 ? " in \(fileCount) files" : "")
    }
}
