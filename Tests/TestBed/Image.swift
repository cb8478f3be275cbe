import CSPNG
package import Foundation

/// A picture that was read from a PNG file.
package struct Image {
    package let width: Int
    package let height: Int
    /// Row after row, each 0xRRGGBB.
    private let pixels: [UInt32]

    /// - Throws: `TestBedError` when the file is no PNG.
    package init(contentsOf file: URL) throws {
        let data = [UInt8](try Data(contentsOf: file))
        guard let context = unsafe spng_ctx_new(0) else { throw TestBedError("no memory for a PNG") }
        defer { unsafe spng_ctx_free(context) }
        var header = spng_ihdr()
        var size = 0
        let format = Int32(SPNG_FMT_RGBA8.rawValue)
        // libspng keeps the pointer until the context goes, so all is done while it is lent.
        let bytes = try unsafe data.withUnsafeBytes { buffer in
            guard unsafe spng_set_png_buffer(context, buffer.baseAddress, buffer.count) == 0,
                unsafe spng_get_ihdr(context, &header) == 0,
                unsafe spng_decoded_image_size(context, format, &size) == 0
            else { throw TestBedError("\(file.path) is no PNG") }
            var bytes = [UInt8](repeating: 0, count: size)
            guard unsafe spng_decode_image(context, &bytes, size, format, 0) == 0 else {
                throw TestBedError("\(file.path) is a broken PNG")
            }
            return bytes
        }
        width = Int(header.width)
        height = Int(header.height)
        pixels = (0..<width * height).map { index in
            UInt32(bytes[index * 4]) << 16 | UInt32(bytes[index * 4 + 1]) << 8 | UInt32(bytes[index * 4 + 2])
        }
    }

    /// The colour of a pixel, 0xRRGGBB.
    package subscript(x: Int, y: Int) -> UInt32 { pixels[y * width + x] }

    /// Where the picture differs from what is expected: the first pixels, in words; empty when it does not.
    ///
    /// - Parameter tolerance: how far each channel may be off, for what a compositor blended.
    package func differences(tolerance: Int = 0, from expected: (_ x: Int, _ y: Int) -> UInt32) -> [String] {
        var found: [String] = []
        for y in 0..<height {
            for x in 0..<width {
                let (is_, should) = (self[x, y], expected(x, y) & 0xff_ffff)
                guard is_ != should, !Self.isNear(is_, should, tolerance) else { continue }
                found.append("(\(x), \(y)) is \(Self.hex(is_)), not \(Self.hex(should))")
                if found.count == 8 { return found }
            }
        }
        return found
    }

    private static func isNear(_ a: UInt32, _ b: UInt32, _ tolerance: Int) -> Bool {
        [0, 8, 16].allSatisfy { abs(Int(a >> $0 & 0xff) - Int(b >> $0 & 0xff)) <= tolerance }
    }

    private static func hex(_ color: UInt32) -> String {
        let digits = String(color, radix: 16)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }
}
