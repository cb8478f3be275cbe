internal import Demo
internal import Descriptors
internal import Planes

/// What a demo device whose time stands still (`rate=0`) shows: the pictures of such a device on this machine, with the
/// cursor blended over the screen as the kernel's and Wayland's rules have it.
package struct StillDemo {
    private let screen: Layer
    private let cursor: Layer?

    /// - Parameters:
    ///   - size: "WIDTHxHEIGHT" in pixels.
    ///   - hasCursor: false for a device with `cursor=off`.
    /// - Throws: when there is no such device.
    package init(size: String, hasCursor: Bool = true) throws {
        let cursor = hasCursor ? "on" : "off"
        let options = try DemoOptions(parsing: ":size=\(size),rate=0,backing=memfd,cursor=\(cursor)")
        let device = try DemoSource(options)
        let snapshot = try device.snapshot()
        guard let screen = try Layer(snapshot.primary, of: device) else {
            throw TestBedError("the demo device shows nothing")
        }
        self.screen = screen
        self.cursor = try Layer(snapshot.cursor, of: device)
    }

    /// A pixel of the screen without the cursor, 0xAARRGGBB; black beside the screen.
    package subscript(x: Int, y: Int) -> UInt32 { screen[x, y] ?? 0 }

    /// Where a picture of this device in a window of its size is wrong: the first pixels, in words. Off the cursor nothing
    /// is computed, so nothing may be off; under it, each channel by 1.
    package func differences(in image: Image) -> [String] {
        let blended = image.differences(tolerance: 1) { x, y in
            guard let pixel = cursor?[x, y] else { return self[x, y] }
            return Self.blend(pixel, over: self[x, y])
        }
        let bare = image.differences { x, y in cursor?[x, y] == nil ? self[x, y] : image[x, y] }
        return blended + bare
    }

    /// Premultiplied source over an opaque ground.
    private static func blend(_ source: UInt32, over ground: UInt32) -> UInt32 {
        let transparency = 255 - (source >> 24)
        return [0, 8, 16].reduce(0) { color, shift in
            let channel = (source >> shift & 0xff) + ((ground >> shift & 0xff) * transparency + 127) / 255
            return color | min(channel, 255) << shift
        }
    }

    /// A plane's picture, where it is on the screen.
    private struct Layer {
        private let left, top, width, height, stride: Int
        private let bytes: [UInt8]

        /// nil when the plane is off.
        init?(_ reading: Snapshot.Reading, of device: DemoSource) throws {
            guard case .shown(let plane) = reading, case .file(let memory) = try device.memory(of: plane)
            else { return nil }
            (left, top) = (Int(plane.position.x), Int(plane.position.y))
            (width, height) = (Int(plane.layout.width), Int(plane.layout.height))
            stride = Int(plane.layout.stride)
            bytes = try memory.descriptor.read(count: stride * height, at: 0)
        }

        /// The pixel at a place of the screen, 0xAARRGGBB; nil beside the plane.
        subscript(x: Int, y: Int) -> UInt32? {
            let (column, row) = (x - left, y - top)
            guard (0..<width).contains(column), (0..<height).contains(row) else { return nil }
            let first = row * stride + column * 4
            return (0..<4).reduce(0) { $0 | UInt32(bytes[first + $1]) << (8 * $1) }
        }
    }
}
