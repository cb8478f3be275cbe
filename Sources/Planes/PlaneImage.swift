/// What a plane showed at one instant: its pixels, copied out of the memory that the guest draws into.
package struct PlaneImage: Equatable, Sendable {
    /// Pixels.
    package let width: Int
    /// Pixels.
    package let height: Int
    /// Row after row without gaps, each pixel 0xAARRGGBB with premultiplied alpha; the alpha of a format without it is 255.
    package private(set) var pixels: [UInt32]
    /// Whether pixels can be transparent.
    private let hasAlpha: Bool

    /// Copies a plane's pixels.
    ///
    /// - Parameters:
    ///   - layout: how the picture lies in the memory: row after row, whatever its modifier says.
    ///   - isFlipped: the memory's first row is the lowest of the picture.
    ///   - bytes: the memory from its first byte on; it holds the whole picture.
    /// - Returns: nil when the format is not one that can be shown.
    package init?(_ layout: BufferLayout, isFlipped: Bool = false, in bytes: RawSpan) {
        guard let converter = PixelConverter(from: layout.format, height: layout.height) else { return nil }
        let (width, height, stride) = (Int(layout.width), Int(layout.height), Int(layout.stride))
        let rowSize = width * Int(layout.format.bytesPerPixel ?? 1)
        // The layout passed the gate, and memory that is shorter than it says is a fault of this program.
        precondition(bytes.byteCount >= Int(layout.offset) + (height - 1) * stride + rowSize)
        self.width = width
        self.height = height
        hasAlpha = layout.format.hasAlpha
        pixels = unsafe [UInt32](unsafeUninitializedCapacity: width * height) { buffer, count in
            let target = UnsafeMutableRawBufferPointer(buffer)
            for y in 0..<height {
                let start = Int(layout.offset) + (isFlipped ? height - 1 - y : y) * stride
                unsafe converter.convert(
                    row: bytes.extracting(start..<start + rowSize), width: width,
                    to: UnsafeMutableRawBufferPointer(rebasing: target[y * width * 4..<(y + 1) * width * 4]))
            }
            count = width * height
        }
    }

    /// A pixel, 0xAARRGGBB.
    package subscript(x: Int, y: Int) -> UInt32 { pixels[y * width + x] }

    /// Draws another plane over this one, which must be without alpha.
    ///
    /// - Parameter position: where the other one's top left corner goes. What lies outside is cut off.
    package mutating func draw(_ top: PlaneImage, at position: Plane.Position) {
        let (left, above) = (Int(position.x), Int(position.y))
        let columns = max(left, 0)..<max(min(left + top.width, width), max(left, 0))
        let rows = max(above, 0)..<max(min(above + top.height, height), max(above, 0))
        for y in rows {
            for x in columns {
                let source = top[x - left, y - above]
                let index = y * width + x
                pixels[index] = top.hasAlpha ? Self.blend(source, over: pixels[index]) : source
            }
        }
    }

    /// Premultiplied source over an opaque ground, as the kernel's and Wayland's rules have it, rounded to the nearest.
    /// Where a guest's colours are brighter than its alpha allows, they are cut.
    private static func blend(_ source: UInt32, over ground: UInt32) -> UInt32 {
        let transparency = 255 - source >> 24
        func channel(_ shift: UInt32) -> UInt32 {
            let under = ((ground >> shift & 0xff) * transparency + 127) / 255
            return min((source >> shift & 0xff) + under, 255) << shift
        }
        return 0xff00_0000 | channel(16) | channel(8) | channel(0)
    }
}
