internal import CLinux
package import Planes

extension ColourEncoding {
    /// What V4L2's colour fields say. What a driver leaves open is filled in by V4L2's rules (include/uapi/linux/videodev2.h,
    /// `V4L2_MAP_YCBCR_ENC_DEFAULT` and `V4L2_MAP_QUANTIZATION_DEFAULT`).
    package init(_ format: PictureFormat, of fourcc: Fourcc) {
        let range: Range =
            switch format.quantization {
            case UInt32(V4L2_QUANTIZATION_FULL_RANGE.rawValue): .full
            case UInt32(V4L2_QUANTIZATION_LIM_RANGE.rawValue): .limited
            default:
                !fourcc.isYUV || format.colorSpace == UInt32(V4L2_COLORSPACE_JPEG.rawValue) ? .full : .limited
            }
        self.init(fourcc.isYUV ? Self.matrix(format) : .identity, range)
    }

    private static func matrix(_ format: PictureFormat) -> Matrix {
        switch format.encoding {
        case UInt32(V4L2_YCBCR_ENC_DEFAULT.rawValue): defaultMatrix(format.colorSpace)
        case UInt32(V4L2_YCBCR_ENC_709.rawValue), UInt32(V4L2_YCBCR_ENC_XV709.rawValue): .bt709
        case UInt32(V4L2_YCBCR_ENC_BT2020.rawValue): .bt2020
        case UInt32(V4L2_YCBCR_ENC_BT2020_CONST_LUM.rawValue): .bt2020Constant
        case UInt32(V4L2_YCBCR_ENC_SMPTE240M.rawValue): .smpte240
        // BT.601, its extended gamut, and sYCC, which is the same.
        default: .bt601
        }
    }

    private static func defaultMatrix(_ colorSpace: UInt32) -> Matrix {
        switch colorSpace {
        case UInt32(V4L2_COLORSPACE_REC709.rawValue), UInt32(V4L2_COLORSPACE_DCI_P3.rawValue): .bt709
        case UInt32(V4L2_COLORSPACE_BT2020.rawValue): .bt2020
        case UInt32(V4L2_COLORSPACE_SMPTE240M.rawValue): .smpte240
        default: .bt601
        }
    }
}
