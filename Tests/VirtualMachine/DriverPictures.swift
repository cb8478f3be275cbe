/// What the project's own driver draws: Tests/VirtualMachine/kernel/README.md. Each is a function of a pixel's place.
enum DriverPictures {
    typealias Picture = (_ x: Int, _ y: Int) -> UInt32

    /// A screen by its index, without cursor and overlay.
    static func screen(_ index: Int, _ width: Int, _ height: Int) -> Picture {
        let grounds: [UInt32] = [
            0x203040, 0x402030, 0x304020, 0x503010, 0x105030, 0x301050, 0x404040, 0x600000,
        ]
        return { x, y in
            if x == 0 || y == 0 || x == width - 1 || y == height - 1 { return 0xffffff }
            if (16..<64).contains(x), (16..<32).contains(y) {
                return index & 1 << ((x - 16) / 16) != 0 ? 0xffff00 : 0
            }
            if x % 32 == 0 || y % 32 == 0 { return 0x808080 }
            return grounds[index]
        }
    }

    /// The overlay over a picture.
    static func overlay(at corner: (x: Int, y: Int), over ground: @escaping Picture) -> Picture {
        { x, y in
            let (ox, oy) = (x - corner.x, y - corner.y)
            guard (0..<96).contains(ox), (0..<64).contains(oy) else { return ground(x, y) }
            if ox == 0 || oy == 0 || ox == 95 || oy == 63 { return 0xff8000 }
            return (ox / 8 + oy / 8) % 2 == 0 ? 0x00c0c0 : 0xc000c0
        }
    }

    /// The cursor over a picture.
    static func cursor(at corner: (x: Int, y: Int), over ground: @escaping Picture) -> Picture {
        { x, y in
            let (cx, cy) = (x - corner.x, y - corner.y)
            guard (0..<64).contains(cx), (0..<64).contains(cy) else { return ground(x, y) }
            switch (cx < 32, cy < 32) {
            case (true, true): return 0xff0000
            case (true, false): return ground(x, y)
            case (false, false): return 0x0000ff
            case (false, true):
                // Half transparent green, premultiplied: 0x80008000.
                let under = ground(x, y)
                return [0, 8, 16].reduce(0) { color, shift in
                    let source: UInt32 = shift == 8 ? 0x80 : 0
                    return color | min(source + ((under >> shift & 0xff) * 127 + 127) / 255, 255) << shift
                }
            }
        }
    }
}
