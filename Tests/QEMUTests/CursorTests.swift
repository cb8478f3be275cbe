import Descriptors
import Planes
import Testing

@testable import QEMU

@Suite struct CursorTests {
    private static func define(
        _ viewing: Viewing, _ size: [Int32], hot: [Int32], _ pixels: [UInt32]
    ) throws -> Bool {
        try !viewing.requireHost().isRefused("CursorDefine") { (call) throws(BusError) in
            try append(call, size + hot)
            try append(call, pixels: pixels)
        }
    }

    private static func point(_ viewing: Viewing, _ numbers: [Int32]) throws {
        try viewing.requireHost().call("MouseSet") { (call) throws(BusError) in try append(call, numbers) }
    }

    @Test func aCursorIsDefinedAndMoved() throws {
        let viewing = try Viewing()
        #expect(try Self.define(viewing, [2, 2], hot: [1, 0], [0xff00_0001, 0, 0, 0x8000_0080]))
        // Where it is, nobody has said.
        #expect(viewing.isOff(.cursor))
        try Self.point(viewing, [10, 20, 1])
        let plane = try viewing.plane(.cursor)
        #expect(plane.layout == BufferLayout(width: 2, height: 2, format: .argb8888, stride: 8))
        #expect(plane.position == Plane.Position(x: 9, y: 20))
        #expect(plane.hotspot == Plane.Position(x: 1, y: 0))
        #expect(try viewing.pixels(.cursor) == [0xff00_0001, 0, 0, 0x8000_0080])

        // To move it takes no other memory, and no other image of the same size does.
        try Self.point(viewing, [-5, -7, 1])
        #expect(try viewing.plane(.cursor).identity == plane.identity)
        #expect(try viewing.plane(.cursor).position == Plane.Position(x: -6, y: -7))
        #expect(try Self.define(viewing, [2, 2], hot: [0, 0], [0, 0, 0, 0xff00_0000]))
        #expect(try viewing.plane(.cursor).identity == plane.identity)
        #expect(try viewing.pixels(.cursor) == [0, 0, 0, 0xff00_0000])
        #expect(try Self.define(viewing, [1, 1], hot: [0, 0], [0xff00_0000]))
        #expect(try viewing.plane(.cursor).identity != plane.identity)

        try Self.point(viewing, [0, 0, 0])
        #expect(viewing.isOff(.cursor))
    }

    /// A VFIO device that knows of no hotspot: QEMU says where the image's corner is.
    @Test(arguments: [[-1, -1], [2, 0], [0, 2], [.max, .max], [.min, 0]] as [[Int32]])
    func aHotspotOutsideOfTheImageIsNone(_ hot: [Int32]) throws {
        let viewing = try Viewing()
        #expect(try Self.define(viewing, [2, 2], hot: hot, [0, 0, 0, 0]))
        try Self.point(viewing, [10, 20, 1])
        #expect(try viewing.plane(.cursor).hotspot == nil)
        #expect(try viewing.plane(.cursor).position == Plane.Position(x: 10, y: 20))
        try Self.point(viewing, [.min, .max, 1])
        #expect(try viewing.plane(.cursor).position == Plane.Position(x: -65535, y: 65535))
    }

    @Test func theFarthestPlacesAreClamped() throws {
        let viewing = try Viewing()
        #expect(try Self.define(viewing, [2, 2], hot: [1, 1], [0, 0, 0, 0]))
        try Self.point(viewing, [.max, .max, 1])
        #expect(try viewing.plane(.cursor).position == Plane.Position(x: 65535, y: 65535))
    }

    /// CVE-2021-4206, CVE-2023-1601: sizes that overflow when they are multiplied, and negative ones.
    @Test(
        arguments: [
            [0, 1], [1, 0], [513, 1], [1, 513], [-1, 1], [1, -1], [.min, .min], [0x8000, 0x8000],
            [.max, .max],
            [2, 3],
        ] as [[Int32]])
    func whatCannotBeACursorIsRefused(_ size: [Int32]) throws {
        let viewing = try Viewing()
        #expect(try Self.define(viewing, [1, 1], hot: [0, 0], [0xff00_0001]))
        try Self.point(viewing, [0, 0, 1])
        #expect(try !Self.define(viewing, size, hot: [0, 0], [1, 2, 3, 4]))
        #expect(try viewing.pixels(.cursor) == [0xff00_0001])
    }

    @Test func theLargestCursorIsShown() throws {
        let viewing = try Viewing()
        let pixels = [UInt32](repeating: 0xff12_3456, count: 512 * 512)
        #expect(try Self.define(viewing, [512, 512], hot: [511, 511], pixels))
        try Self.point(viewing, [0, 0, 1])
        #expect(try viewing.pixels(.cursor) == pixels)
    }

    /// A colour that is larger than its alpha shows that nothing was multiplied.
    @Test func coloursAreMultipliedOnce() throws {
        let viewing = try Viewing()
        #expect(try Self.define(viewing, [2, 1], hot: [0, 0], [0x80ff_4000, 0xff10_2030]))
        try Self.point(viewing, [0, 0, 1])
        #expect(try viewing.pixels(.cursor) == [0x8080_2000, 0xff10_2030])
        #expect(try Self.define(viewing, [2, 1], hot: [0, 0], [0x8080_2000, 0xff10_2030]))
        #expect(try viewing.pixels(.cursor) == [0x8080_2000, 0xff10_2030])
    }
}
