/// How a device writes its pictures (`struct v4l2_pix_format` and `_mplane`).
package struct PictureFormat: Equatable, Sendable {
    /// One memory of a picture.
    package struct Memory: Equatable, Sendable {
        /// From one row to the next, of the first plane in it. 0 when the driver leaves it open.
        package var bytesPerLine: UInt32
        /// Bytes.
        package var size: UInt32

        package init(bytesPerLine: UInt32, size: UInt32) {
            self.bytesPerLine = bytesPerLine
            self.size = size
        }
    }

    package var code: PixelCode
    package var size: FrameSize
    /// `enum v4l2_field`.
    package var field: UInt32
    package var memories: [Memory]
    /// `enum v4l2_colorspace`.
    package var colorSpace: UInt32
    /// `enum v4l2_ycbcr_encoding`.
    package var encoding: UInt32
    /// `enum v4l2_quantization`.
    package var quantization: UInt32

    package init(
        code: PixelCode, size: FrameSize, field: UInt32 = 1, memories: [Memory] = [],
        colorSpace: UInt32 = 0, encoding: UInt32 = 0, quantization: UInt32 = 0
    ) {
        self.code = code
        self.size = size
        self.field = field
        self.memories = memories
        self.colorSpace = colorSpace
        self.encoding = encoding
        self.quantization = quantization
    }

    /// To ask a device for: the strides and sizes are its to say, and the colours, where it can choose them.
    package func wanted(_ code: PixelCode, _ size: FrameSize?) -> PictureFormat {
        PictureFormat(
            code: code, size: size ?? self.size, field: Self.anyField, colorSpace: colorSpace)
    }

    /// `V4L2_FIELD_ANY`: whole pictures where the device has a choice.
    private static let anyField: UInt32 = 0
}
