internal import Descriptors
internal import Planes

/// Where a device's pictures lie in their buffers: V4L2's strides and sizes as memory planes.
struct PictureArrangement {
    let pixels: PixelFormat
    let format: PictureFormat
    private let colour: ColourEncoding

    init(_ pixels: PixelFormat, _ format: PictureFormat) {
        self.pixels = pixels
        self.format = format
        colour = ColourEncoding(format, of: pixels.fourcc)
    }

    /// A picture through the gate.
    ///
    /// - Parameters:
    ///   - number: the buffer's.
    ///   - sequence: the picture's.
    func plane(_ number: UInt32, _ picture: CapturedPicture, sequence: UInt64) throws(Rejection) -> Plane? {
        let (width, height) = (format.size.width, format.size.height)
        let limit = PlaneLimits.maximumSize
        guard (1...limit).contains(width), (1...limit).contains(height) else {
            throw .size(width: width, height: height, limit: limit)
        }
        let first = MemoryPlane(offset: picture.offsets.first, stride: try stride(of: 0))
        let second = try next(1, after: first, picture.offsets.second)
        let third = try second.map { (second) throws(Rejection) in
            try next(2, after: second, picture.offsets.third)
        }
        return try PlaneReply(
            kind: .primary, name: .number(number), format: pixels.fourcc, width: width, height: height,
            stride: first.stride, offset: first.offset, size: .max, second: second, third: third ?? nil,
            sequence: sequence, captured: picture.captured, colour: colour
        ).checked(.captured)
    }

    /// A plane lies in a memory of its own, or behind the one before it: V4L2 leaves nothing between them.
    private func next(
        _ index: Int, after before: MemoryPlane, _ offset: UInt32
    ) throws(Rejection) -> MemoryPlane? {
        guard index < pixels.fourcc.planeCount, let shape = pixels.fourcc.shape(of: index - 1) else {
            return nil
        }
        let stride = try stride(of: index)
        if pixels.isSplit { return MemoryPlane(file: UInt8(index), offset: offset, stride: stride) }
        let rows = UInt64(shape.rowCount(height: format.size.height))
        let end = UInt64(before.offset) + UInt64(before.stride) * rows
        guard let offset = UInt32(exactly: end) else { throw .memory(UInt64(UInt32.max), needed: end) }
        return MemoryPlane(offset: offset, stride: stride)
    }

    /// The stride of a plane that shares its memory follows from the first one's, as its rows' sizes do
    /// (Documentation/userspace-api/media/v4l/pixfmt-v4l2.rst, bytesperline).
    private func stride(of index: Int) throws(Rejection) -> UInt32 {
        guard let shape = pixels.fourcc.shape(of: index), let first = pixels.fourcc.shape(of: 0) else {
            return 0
        }
        let memory = pixels.isSplit ? index : 0
        let given = memory < format.memories.count ? format.memories[memory].bytesPerLine : 0
        // Left open: rows without a gap, which is less than the limits' 16384 pixels of 4 bytes.
        if given == 0 { return UInt32(shape.rowSize(width: format.size.width)) }
        if pixels.isSplit || index == 0 { return given }
        let stride = UInt64(given) * UInt64(shape.bytes) / UInt64(shape.columns) / UInt64(first.bytes)
        guard let stride = UInt32(exactly: stride) else { throw .stride(.max, needed: stride) }
        return stride
    }
}
