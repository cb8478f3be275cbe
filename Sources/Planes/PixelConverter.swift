internal import Glibc

/// Converts rows of pixels to the formats that every wl_shm compositor takes: ARGB8888 where pixels can be transparent,
/// XRGB8888 elsewhere.
///
/// The formats are those of include/uapi/drm/drm_fourcc.h, little-endian. Five, six and two bits become eight by
/// repeating their upper bits below, ten by leaving out the lower two: 0 and 1 stay 0 and 1, and premultiplied colours
/// stay premultiplied. The byte that XRGB8888 leaves open is 255.
package struct PixelConverter: Sendable {
    /// The result's format.
    package let format: Fourcc
    private let source: Fourcc
    private let yuv: YUVPairs?

    /// - Parameters:
    ///   - source: the format to convert from.
    ///   - height: rows of the whole picture, which tell what colours YUV stands for where nobody says it.
    ///   - colour: what the source says; nil where it does not.
    /// - Returns: nil for a format without `Fourcc.bytesPerPixel`.
    package init?(from source: Fourcc, height: UInt32, colour: ColourEncoding? = nil) {
        guard let format = Self.target(for: source) else { return nil }
        self.format = format
        self.source = source
        yuv = YUVPairs(source, colour.map { ColourMatrix($0) } ?? ColourMatrix(height: height))
    }

    /// What a format is converted to; nil for one without `Fourcc.bytesPerPixel`.
    package static func target(for source: Fourcc) -> Fourcc? {
        guard source.bytesPerPixel != nil else { return nil }
        return source.hasAlpha ? .argb8888 : .xrgb8888
    }

    /// Converts one row.
    ///
    /// - Parameters:
    ///   - row: the row's pixels, at any alignment. Bytes behind them are not read.
    ///   - width: pixels.
    ///   - target: takes `width` pixels of four bytes, at any alignment; no byte of `row`.
    package func convert(row: RawSpan, width: Int, to target: UnsafeMutableRawBufferPointer) {
        precondition(row.byteCount >= width * Int(source.bytesPerPixel ?? 1))
        precondition(target.count >= width * 4)
        unsafe row.withUnsafeBytes { row in
            guard let row = row.baseAddress, let target = target.baseAddress else { return }
            if let yuv {
                unsafe yuv.convert(row, width, to: target)
            } else {
                unsafe convert(row, width, to: target)
            }
        }
    }

    /// One loop a format, so that the optimizer knows the shifts and works on many pixels at once.
    private func convert(_ row: UnsafeRawPointer, _ width: Int, to target: UnsafeMutableRawPointer) {
        switch source {
        case .argb8888: unsafe memcpy(target, row, width * 4)
        case .xrgb8888: unsafe each(row, width, to: target) { (pixel: UInt32) in pixel | opaque }
        case .abgr8888: unsafe each(row, width, to: target) { swapped($0) | $0 & opaque }
        case .xbgr8888: unsafe each(row, width, to: target) { swapped($0) | opaque }
        case .argb2101010: unsafe each(row, width, to: target) { narrowed($0) | alpha($0) }
        case .xrgb2101010: unsafe each(row, width, to: target) { narrowed($0) | opaque }
        case .abgr2101010: unsafe each(row, width, to: target) { swapped(narrowed($0)) | alpha($0) }
        case .xbgr2101010: unsafe each(row, width, to: target) { swapped(narrowed($0)) | opaque }
        case .rgb565: unsafe each(row, width, to: target) { widened($0) | opaque }
        default: preconditionFailure("a format with bytes per pixel but no conversion")
        }
    }
}

/// Alpha 1, in place.
private let opaque: UInt32 = 0xff00_0000

@inline(__always)
private func each<Pixel: FixedWidthInteger & BitwiseCopyable>(
    _ row: UnsafeRawPointer, _ width: Int, to target: UnsafeMutableRawPointer,
    _ convert: (Pixel) -> UInt32
) {
    for x in 0..<width {
        let pixel = unsafe row.loadUnaligned(fromByteOffset: x &* MemoryLayout<Pixel>.size, as: Pixel.self)
        unsafe target.storeBytes(of: convert(pixel), toByteOffset: x &* 4, as: UInt32.self)
    }
}

/// Red and blue exchanged, no alpha.
private func swapped(_ pixel: UInt32) -> UInt32 {
    pixel << 16 & 0xff_0000 | pixel & 0xff00 | pixel >> 16 & 0xff
}

/// The upper eight of each colour's ten bits, no alpha.
private func narrowed(_ pixel: UInt32) -> UInt32 {
    pixel >> 6 & 0xff_0000 | pixel >> 4 & 0xff00 | pixel >> 2 & 0xff
}

/// Two bits of alpha as eight, in place.
private func alpha(_ pixel: UInt32) -> UInt32 {
    pixel >> 30 &* 0x5500_0000
}

/// RGB565's colours, no alpha.
private func widened(_ pixel: UInt16) -> UInt32 {
    let pixel = UInt32(pixel)
    let (red, green, blue) = (pixel >> 11, pixel >> 5 & 0x3f, pixel & 0x1f)
    return (red << 3 | red >> 2) << 16 | (green << 2 | green >> 4) << 8 | blue << 3 | blue >> 2
}
