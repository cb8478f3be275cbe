internal import CSPNG
internal import Glibc

/// A picture as the bytes of a PNG file: eight bits each of red, green and blue.
@safe package struct PNGData: ~Copyable {
    /// libspng's, from malloc.
    private let address: UnsafeMutableRawPointer
    private let count: Int

    /// - Parameters:
    ///   - width: pixels, 1 or more.
    ///   - height: pixels, 1 or more.
    ///   - pixels: row after row without gaps, each 0xXXRRGGBB.
    /// - Throws: `PNGError` when the system is out of memory.
    package init(width: Int, height: Int, pixels: Span<UInt32>) throws(PNGError) {
        precondition(width > 0 && height > 0 && pixels.count == width * height)
        guard let context = unsafe spng_ctx_new(Int32(SPNG_CTX_ENCODER.rawValue)) else { throw PNGError() }
        defer { unsafe spng_ctx_free(context) }
        try check(unsafe spng_set_option(context, SPNG_ENCODE_TO_BUFFER, 1))
        var header = spng_ihdr()
        header.width = UInt32(width)
        header.height = UInt32(height)
        header.bit_depth = 8
        header.color_type = UInt8(SPNG_COLOR_TYPE_TRUECOLOR.rawValue)
        try check(unsafe spng_set_ihdr(context, &header))
        let flags = SPNG_ENCODE_PROGRESSIVE.rawValue | SPNG_ENCODE_FINALIZE.rawValue
        try check(unsafe spng_encode_image(context, nil, 0, Int32(SPNG_FMT_PNG.rawValue), Int32(flags)))
        var row = [UInt8](repeating: 0, count: width * 3)
        for y in 0..<height {
            for x in 0..<width {
                let pixel = pixels[y * width + x]
                row[x * 3] = UInt8(truncatingIfNeeded: pixel >> 16)
                row[x * 3 + 1] = UInt8(truncatingIfNeeded: pixel >> 8)
                row[x * 3 + 2] = UInt8(truncatingIfNeeded: pixel)
            }
            try check(unsafe spng_encode_row(context, row, row.count))
        }
        var count = 0
        var status: Int32 = 0
        let address = unsafe spng_get_png_buffer(context, &count, &status)
        try check(status)
        guard let address = unsafe address else { throw PNGError() }
        unsafe self.address = address
        self.count = count
    }

    deinit { unsafe free(address) }

    /// Lends the file's bytes.
    package borrowing func withBytes<Result, Failure: Error>(
        _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(unsafe RawSpan(_unsafeStart: address, byteCount: count))
    }
}

/// The end of the last row is told as a status of its own.
private func check(_ status: Int32) throws(PNGError) {
    if status != 0 && status != Int32(SPNG_EOI.rawValue) {
        throw PNGError(unsafe String(cString: spng_strerror(status)))
    }
}
