/// A pixel format by its DRM code (include/uapi/drm/drm_fourcc.h), four ASCII characters, least significant first.
package struct Fourcc: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// - Parameter characters: exactly four ASCII characters, such as "XR24".
    package init?(_ characters: String) {
        let bytes = Array(characters.utf8)
        guard bytes.count == 4, bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        rawValue = bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The four characters, or the number where they cannot be printed.
    package var description: String {
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: rawValue >> ($0 * 8)) }
        guard bytes.allSatisfy({ (0x20..<0x7f).contains($0) }) else {
            return "0x" + String(rawValue, radix: 16)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Fourcc {
    package static let xrgb8888 = Fourcc(rawValue: 0x3432_5258)
    package static let argb8888 = Fourcc(rawValue: 0x3432_5241)
    package static let xbgr8888 = Fourcc(rawValue: 0x3432_4258)
    package static let abgr8888 = Fourcc(rawValue: 0x3432_4241)
    package static let xrgb2101010 = Fourcc(rawValue: 0x3033_5258)
    package static let argb2101010 = Fourcc(rawValue: 0x3033_5241)
    package static let xbgr2101010 = Fourcc(rawValue: 0x3033_4258)
    package static let abgr2101010 = Fourcc(rawValue: 0x3033_4241)
    package static let rgb565 = Fourcc(rawValue: 0x3631_4752)
    package static let yuyv = Fourcc(rawValue: 0x5659_5559)
    package static let yvyu = Fourcc(rawValue: 0x5559_5659)
    package static let uyvy = Fourcc(rawValue: 0x5956_5955)
    package static let vyuy = Fourcc(rawValue: 0x5955_5956)
    /// Bytes in memory: blue, green, red.
    package static let rgb888 = Fourcc(rawValue: 0x3432_4752)
    /// Bytes in memory: red, green, blue.
    package static let bgr888 = Fourcc(rawValue: 0x3432_4742)
    /// Luma, then pairs of blue and red difference for two by two pixels.
    package static let nv12 = Fourcc(rawValue: 0x3231_564e)
    /// The same, red before blue.
    package static let nv21 = Fourcc(rawValue: 0x3132_564e)
    /// Luma, then pairs of blue and red difference for two by one pixels.
    package static let nv16 = Fourcc(rawValue: 0x3631_564e)
    /// The same, red before blue.
    package static let nv61 = Fourcc(rawValue: 0x3136_564e)
    /// Luma, then a pair of blue and red difference for each pixel.
    package static let nv24 = Fourcc(rawValue: 0x3432_564e)
    /// Luma, blue difference, red difference; the latter for two by two pixels.
    package static let yuv420 = Fourcc(rawValue: 0x3231_5559)
    /// The same, red before blue.
    package static let yvu420 = Fourcc(rawValue: 0x3231_5659)
    /// Luma, blue difference, red difference; the latter for two by one pixels.
    package static let yuv422 = Fourcc(rawValue: 0x3631_5559)
    /// Eight bits that index a palette, which no VFIO driver hands out: a picture that cannot be shown.
    package static let c8 = Fourcc(rawValue: 0x2020_3843)

    /// Bytes of one pixel, for the formats that VFIO drivers report and whose rows can be converted; nil for all others, those
    /// of several planes among them (`shape(of:)` knows them).
    package var bytesPerPixel: UInt32? {
        switch self {
        case .xrgb8888, .argb8888, .xbgr8888, .abgr8888: 4
        case .xrgb2101010, .argb2101010, .xbgr2101010, .abgr2101010: 4
        case .rgb565, .yuyv, .yvyu, .uyvy, .vyuy: 2
        default: nil
        }
    }

    /// The same layout with the alpha channel ignored; itself where there is none.
    ///
    /// A primary plane's alpha is undefined (i915 GVT-g reports AR24 for what a display engine scans out opaque):
    /// forwarded as it is, the compositor would blend the guest's screen with the desktop.
    package var opaqueTwin: Fourcc {
        switch self {
        case .argb8888: .xrgb8888
        case .abgr8888: .xbgr8888
        case .argb2101010: .xrgb2101010
        case .abgr2101010: .xbgr2101010
        default: self
        }
    }

    /// Whether pixels can be transparent.
    package var hasAlpha: Bool { opaqueTwin != self }
}
