internal import CLinux
package import Descriptors

extension KernelCaptureDevice {
    package func format(_ type: QueueType) throws(SystemError) -> PictureFormat {
        var answer = unsafe v4l2_format()
        unsafe answer.type = type.rawValue
        try unsafe call("VIDIOC_G_FMT", PLANEVIEW_VIDIOC_G_FMT, &answer)
        return unsafe Self.format(answer, type)
    }

    package func setFormat(_ format: PictureFormat, _ type: QueueType) throws(SystemError) -> PictureFormat {
        var request = unsafe v4l2_format()
        unsafe request.type = type.rawValue
        switch type {
        case .singlePlanar: unsafe Self.fill(&request.fmt.pix, format)
        case .multiPlanar: unsafe Self.fill(&request.fmt.pix_mp, format)
        }
        try unsafe call("VIDIOC_S_FMT", PLANEVIEW_VIDIOC_S_FMT, &request)
        return unsafe Self.format(request, type)
    }

    /// What is asked for; all else is the driver's to say.
    private static func fill(_ fields: inout some AskedFields, _ format: PictureFormat) {
        fields.width = format.size.width
        fields.height = format.size.height
        fields.pixelformat = format.code.rawValue
        fields.field = format.field
        fields.colorspace = format.colorSpace
    }

    private static func format(_ answer: v4l2_format, _ type: QueueType) -> PictureFormat {
        switch type {
        case .singlePlanar:
            let pixels = unsafe answer.fmt.pix
            return PictureFormat(
                code: PixelCode(rawValue: pixels.pixelformat),
                size: FrameSize(width: pixels.width, height: pixels.height), field: pixels.field,
                memories: [.init(bytesPerLine: pixels.bytesperline, size: pixels.sizeimage)],
                colorSpace: pixels.colorspace, encoding: pixels.ycbcr_enc, quantization: pixels.quantization)
        case .multiPlanar:
            let pixels = unsafe answer.fmt.pix_mp
            let planes = pixels.plane_fmt
            let all = [planes.0, planes.1, planes.2].prefix(Int(pixels.num_planes))
            return PictureFormat(
                code: PixelCode(rawValue: pixels.pixelformat),
                size: FrameSize(width: pixels.width, height: pixels.height), field: pixels.field,
                memories: all.map { .init(bytesPerLine: $0.bytesperline, size: $0.sizeimage) },
                colorSpace: pixels.colorspace, encoding: UInt32(pixels.ycbcr_enc),
                quantization: UInt32(pixels.quantization))
        }
    }
}

/// What the two kinds of queues have in common in what they are asked for.
private protocol AskedFields {
    var width: UInt32 { get set }
    var height: UInt32 { get set }
    var pixelformat: UInt32 { get set }
    var field: UInt32 { get set }
    var colorspace: UInt32 { get set }
}

extension v4l2_pix_format: AskedFields {}
extension v4l2_pix_format_mplane: AskedFields {}
