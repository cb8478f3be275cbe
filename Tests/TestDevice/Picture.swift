package import Planes

extension TestDevice {
    /// What a plane shows.
    package struct Picture {
        /// Names the memory: the `dmabuf_id`, the region's index, or, for v11, which of the device's buffers it is.
        package var id: UInt32
        package var format: Fourcc
        package var modifier = Modifier.linear
        package var width: UInt32
        package var height: UInt32
        /// Bytes.
        package var stride: UInt32
        package var position = Plane.Position.zero
        package var hotX = UInt32.max
        package var hotY = UInt32.max
        /// The bytes that the dma-buf really has; nil for as many as the picture needs.
        package var memory: UInt64?

        package init(id: UInt32, format: Fourcc = .xrgb8888, width: UInt32, height: UInt32) {
            self.id = id
            self.format = format
            self.width = width
            self.height = height
            stride = width &* 4
        }
    }
}
