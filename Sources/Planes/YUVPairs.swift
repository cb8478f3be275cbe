/// Converts rows of packed YUV 4:2:2, whose pairs of pixels share their colour, to XRGB8888.
struct YUVPairs: Sendable {
    /// Where the first pixel's luma is in a pair of four bytes, in bits. The second one's is 16 bits further up.
    private let luma: UInt32
    /// Where the pair's blue difference (Cb) is. The red one (Cr) is in the other half.
    private let blue: UInt32
    private let matrix: ColourMatrix

    /// - Returns: nil for a format that is not packed YUV.
    init?(_ format: Fourcc, _ matrix: ColourMatrix) {
        switch format {
        case .yuyv: (luma, blue) = (0, 8)
        case .yvyu: (luma, blue) = (0, 24)
        case .uyvy: (luma, blue) = (8, 0)
        case .vyuy: (luma, blue) = (8, 16)
        default: return nil
        }
        self.matrix = matrix
    }

    /// Converts one row, of which no more than the pixels' own `width * 2` bytes are read.
    func convert(_ row: UnsafeRawPointer, _ width: Int, to target: UnsafeMutableRawPointer) {
        let (luma, blue, red, matrix) = (luma, blue, blue ^ 16, matrix)
        for x in 0..<width / 2 {
            let pair = unsafe row.loadUnaligned(fromByteOffset: x &* 4, as: UInt32.self)
            let colour = matrix.colour(blue: pair &>> blue & 0xff, red: pair &>> red & 0xff)
            let first = matrix.pixel(luma: pair &>> luma & 0xff, colour)
            let second = matrix.pixel(luma: pair &>> (luma &+ 16) & 0xff, colour)
            unsafe target.storeBytes(of: first, toByteOffset: x &* 8, as: UInt32.self)
            unsafe target.storeBytes(of: second, toByteOffset: x &* 8 &+ 4, as: UInt32.self)
        }
        if width % 2 == 1 { unsafe convertLast(row, width, to: target) }
    }

    /// The last pixel of an odd row is half a pair: the colour difference that it lacks is its left neighbour's.
    private func convertLast(_ row: UnsafeRawPointer, _ width: Int, to target: UnsafeMutableRawPointer) {
        let half = unsafe UInt32(row.loadUnaligned(fromByteOffset: (width - 1) * 2, as: UInt16.self))
        let other: UInt32 =
            width > 1
            ? unsafe UInt32(row.loadUnaligned(fromByteOffset: (width - 2) * 2, as: UInt16.self))
            : 0x8080
        let pair = half | other << 16
        let colour = matrix.colour(blue: pair >> blue & 0xff, red: pair >> (blue ^ 16) & 0xff)
        let pixel = matrix.pixel(luma: pair >> luma & 0xff, colour)
        unsafe target.storeBytes(of: pixel, toByteOffset: (width - 1) * 4, as: UInt32.self)
    }
}
