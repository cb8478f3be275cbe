package import Planes

/// A V4L2 format that can be shown, and what DRM calls it.
///
/// V4L2's names tell the order of bytes in memory, DRM's that of bits in a little-endian word: V4L2's RGB24 is DRM's BGR888
/// (Documentation/userspace-api/media/v4l/pixfmt-rgb.rst and the yuv pages beside it; include/uapi/drm/drm_fourcc.h).
package struct PixelFormat: Hashable, Sendable {
    package let code: PixelCode
    package let fourcc: Fourcc
    /// Each plane is a memory of its own, with a stride of its own (V4L2's formats with an M).
    package let isSplit: Bool

    private init(_ code: String, _ fourcc: Fourcc, isSplit: Bool = false) {
        guard let code = PixelCode(code) else { preconditionFailure("a code has four characters") }
        self.code = code
        self.fourcc = fourcc
        self.isSplit = isSplit
    }

    /// Files of a picture's memory.
    package var fileCount: Int { isSplit ? fourcc.planeCount : 1 }

    /// What the pixels are shown as: a capture device's alpha says nothing.
    package var shown: Fourcc { fourcc.opaqueTwin }

    /// The format with a code; nil when it cannot be shown.
    package init?(code: PixelCode) {
        guard let format = Self.all.first(where: { $0.code == code }) else { return nil }
        self = format
    }

    /// The order among formats that a compositor takes equally well: the one that keeps more of the colours first, and in one
    /// memory before several.
    package var rank: Int { Self.all.firstIndex(of: self) ?? Self.all.count }

    /// Whether a user who names a format by V4L2's code, or by DRM's, means this one.
    package func isCalled(_ name: String) -> Bool {
        code.description == name || fourcc.description == name
    }

    /// The best first: whole colours, a colour for two pixels, for four.
    package static let all: [PixelFormat] = [
        PixelFormat("XR24", .xrgb8888), PixelFormat("BGR4", .xrgb8888), PixelFormat("AR24", .argb8888),
        PixelFormat("XB24", .xbgr8888), PixelFormat("AB24", .abgr8888), PixelFormat("BGR3", .rgb888),
        PixelFormat("RGB3", .bgr888), PixelFormat("NV24", .nv24),
        PixelFormat("YUYV", .yuyv), PixelFormat("UYVY", .uyvy), PixelFormat("YVYU", .yvyu),
        PixelFormat("VYUY", .vyuy), PixelFormat("NV16", .nv16), PixelFormat("NV61", .nv61),
        PixelFormat("NM16", .nv16, isSplit: true), PixelFormat("NM61", .nv61, isSplit: true),
        PixelFormat("422P", .yuv422), PixelFormat("YM16", .yuv422, isSplit: true),
        PixelFormat("NV12", .nv12), PixelFormat("NV21", .nv21), PixelFormat("NM12", .nv12, isSplit: true),
        PixelFormat("NM21", .nv21, isSplit: true), PixelFormat("YU12", .yuv420), PixelFormat("YV12", .yvu420),
        PixelFormat("YM12", .yuv420, isSplit: true), PixelFormat("YM21", .yvu420, isSplit: true),
        PixelFormat("RGBP", .rgb565),
    ]
}
