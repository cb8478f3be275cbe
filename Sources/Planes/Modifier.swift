/// How a buffer's pixels are arranged in memory, by its DRM format modifier (include/uapi/drm/drm_fourcc.h).
package struct Modifier: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Row after row.
    package static let linear = Modifier(rawValue: 0)
    /// `DRM_FORMAT_MOD_INVALID`: the arrangement is known to the driver that made the buffer, and to nobody else.
    package static let implicit = Modifier(rawValue: 0x00ff_ffff_ffff_ffff)
    package static let intelX = Modifier(rawValue: 0x0100_0000_0000_0001)
    package static let intelY = Modifier(rawValue: 0x0100_0000_0000_0002)
    package static let intelYf = Modifier(rawValue: 0x0100_0000_0000_0003)

    /// Rows of one tile: a tiled buffer's memory ends with a whole tile. 1 where it is not known to be tiled.
    package var tileHeight: UInt64 {
        switch self {
        case .intelX: 8
        case .intelY, .intelYf: 32
        default: 1
        }
    }

    /// The high and low halves, as `zwp_linux_buffer_params_v1.add` takes them.
    package var halves: (high: UInt32, low: UInt32) {
        (UInt32(truncatingIfNeeded: rawValue >> 32), UInt32(truncatingIfNeeded: rawValue))
    }

    /// Whose GPUs know the arrangement (drm_fourcc.h, `DRM_FORMAT_MOD_VENDOR_*`); nil for linear and implicit ones, and
    /// for vendors that make no GPUs for vGPUs.
    package var vendor: String? {
        switch rawValue >> 56 {
        case 1: "Intel"
        case 2: "AMD"
        case 3: "NVIDIA"
        default: nil
        }
    }

    package var description: String {
        switch self {
        case .linear: "linear"
        case .implicit: "implicit"
        case .intelX: "Intel X-tiled"
        case .intelY: "Intel Y-tiled"
        case .intelYf: "Intel Yf-tiled"
        default:
            (vendor.map { $0 + "'s arrangement " } ?? "arrangement ") + "0x" + String(rawValue, radix: 16)
        }
    }
}
