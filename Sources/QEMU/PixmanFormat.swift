internal import Planes

/// A pixel format by pixman's code (pixman.h, `PIXMAN_FORMAT`): bits of a pixel, the order of the components, and the bits
/// of each, a byte for the former two and half a byte for each of the latter. It tells the order of bits, as DRM's do.
struct PixmanFormat: Equatable {
    let code: UInt32

    /// DRM's code for it, of the formats that QEMU's devices make and that can be shown; nil for all others.
    var fourcc: Fourcc? {
        switch code {
        case 0x2002_0888: .xrgb8888  // PIXMAN_x8r8g8b8, what nearly every device makes
        case 0x2002_8888: .argb8888  // PIXMAN_a8r8g8b8
        case 0x2003_0888: .xbgr8888  // PIXMAN_x8b8g8r8
        case 0x2003_8888: .abgr8888  // PIXMAN_a8b8g8r8
        case 0x2002_0aaa: .xrgb2101010  // PIXMAN_x2r10g10b10
        case 0x2002_2aaa: .argb2101010  // PIXMAN_a2r10g10b10
        case 0x2003_0aaa: .xbgr2101010  // PIXMAN_x2b10g10r10
        case 0x2003_2aaa: .abgr2101010  // PIXMAN_a2b10g10r10
        case 0x1002_0565: .rgb565  // PIXMAN_r5g6b5
        default: nil
        }
    }

    /// - Throws: `ScreenFault.format`.
    func known() throws(ScreenFault) -> Fourcc {
        guard let fourcc else { throw .format(code) }
        return fourcc
    }
}
