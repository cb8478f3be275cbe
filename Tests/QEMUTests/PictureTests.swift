import Descriptors
import Planes
import Testing

@testable import QEMU

/// Pictures that QEMU sends by value.
@Suite struct PictureTests {
    @Test func theOptionalInterfacesAreExported() throws {
        let viewing = try Viewing()
        let host = try viewing.requireHost()
        for interface in [Names.listener, "org.example.Other", ""] {
            let answer = try host.call("GetAll", of: Names.properties) { (call) throws(BusError) in
                try call.append(interface)
            }
            #expect(
                try answer.readProperties()
                    == (interface == Names.listener
                        ? ["Interfaces": .strings([Names.listenerMap, Names.listenerDmabuf2])] : [:]))
        }
        let answer = try host.call("Get", of: Names.properties) { (call) throws(BusError) in
            try call.append(Names.listener)
            try call.append("Interfaces")
        }
        #expect(answer.signature == "v")
        #expect(
            try host.isRefused("Get", of: Names.properties) { (call) throws(BusError) in
                try call.append(Names.listener)
                try call.append("Other")
            })
        #expect(
            try host.isRefused("Set", of: Names.properties) { (call) throws(BusError) in
                try call.append(Names.listener)
            })
    }

    @Test func aPictureIsShownAndChanged() throws {
        let viewing = try Viewing()
        #expect(viewing.isOff())
        // A stride that is longer than the row.
        try viewing.scanout(2, 2, stride: 12, [1, 2, 0, 3, 4, 0])
        let plane = try viewing.plane()
        #expect(plane.layout == BufferLayout(width: 2, height: 2, format: .xrgb8888, stride: 8))
        #expect(try viewing.pixels() == [0xff00_0001, 0xff00_0002, 0xff00_0003, 0xff00_0004])
        let again = try viewing.plane()
        #expect(again == plane)

        try viewing.update(1, 0, 1, 2, [7, 8])
        let changed = try viewing.plane()
        #expect(changed.identity == plane.identity)
        #expect(changed.sequence != plane.sequence)
        #expect(try viewing.pixels() == [0xff00_0001, 0xff00_0007, 0xff00_0003, 0xff00_0008])

        // The whole picture again, in the same memory; then one of another size.
        try viewing.scanout(2, 2, [9, 9, 9, 9])
        #expect(try viewing.plane().identity == plane.identity)
        #expect(try viewing.plane().sequence != changed.sequence)
        try viewing.scanout(1, 1, [5])
        #expect(try viewing.plane().identity != plane.identity)
        #expect(!viewing.screen.mayReturn(plane.identity))
        #expect(try viewing.pixels() == [0xff00_0005])
    }

    /// QEMU 10 sends rectangles that lie outside of the picture. Each place is compared with what a plain loop makes of it.
    @Test func rectanglesAreCut() throws {
        let viewing = try Viewing()
        let (width, height) = (5, 4)
        try viewing.scanout(5, 4, [UInt32](repeating: 0, count: 20))
        var expected = [UInt32](repeating: 0xff00_0000, count: 20)
        var generator = SystemRandomNumberGenerator()
        var count: UInt32 = 0
        for _ in 0..<200 {
            let (x, y) = (
                Int.random(in: -7...7, using: &generator), Int.random(in: -7...7, using: &generator)
            )
            let (w, h) = (Int.random(in: 1...9, using: &generator), Int.random(in: 1...9, using: &generator))
            let data = (0..<w * h).map { _ in
                count += 1
                return count
            }
            try viewing.update(Int32(x), Int32(y), Int32(w), Int32(h), data)
            for row in 0..<h {
                for column in 0..<w where (0..<width).contains(x + column) && (0..<height).contains(y + row) {
                    expected[(y + row) * width + x + column] = data[row * w + column] | 0xff00_0000
                }
            }
            #expect(try viewing.pixels() == expected, "\(w)×\(h) at \(x),\(y)")
        }
        // As far away as a number goes.
        try viewing.update(.max, .max, 2, 2, [1, 1, 1, 1])
        try viewing.update(.min, .min, 2, 2, [1, 1, 1, 1])
        #expect(try viewing.pixels() == expected)
    }

    /// Width, height, stride, format and how many bytes there are.
    @Test(
        arguments: [
            [2, 2, 8, Viewing.xrgb, 15], [0, 2, 8, Viewing.xrgb, 16], [2, 0, 8, Viewing.xrgb, 16],
            [16385, 1, 65540, Viewing.xrgb, 65540], [2, 2, 7, Viewing.xrgb, 16],
            [2, 2, 0, Viewing.xrgb, 16], [16384, 16384, 65536, Viewing.xrgb, 64],
            [16384, 16384, .max, Viewing.xrgb, 64], [.max, .max, .max, Viewing.xrgb, 64],
            [0x4000_0001, 1, 4, Viewing.xrgb, 16], [2, 2, 8, 0, 16], [2, 2, 8, .max, 16],
            [2, 2, 8, 0x0801_8000, 16],
        ] as [[UInt32]])
    func whatCannotBeAPictureIsRefused(_ numbers: [UInt32]) throws {
        let viewing = try Viewing()
        try viewing.scanout(1, 1, [6])
        let host = try viewing.requireHost()
        let bytes = [UInt8](repeating: 0, count: Int(numbers[4]))
        #expect(
            try host.isRefused("Scanout") { (call) throws(BusError) in
                try append(call, Array(numbers[..<4]))
                try append(call, bytes: bytes)
            })
        // It is told, and the memory of the last one is still there; a good one is shown again.
        guard case .kept = viewing.screen.snapshot().primary else {
            Issue.record("\(viewing.screen.snapshot())")
            return
        }
        try viewing.scanout(1, 1, [7])
        #expect(try viewing.pixels() == [0xff00_0007])

        #expect(
            try host.isRefused("Update") { (call) throws(BusError) in
                try append(call, [0, 0, Int32(bitPattern: numbers[0]), Int32(bitPattern: numbers[1])])
                try append(call, [numbers[2], numbers[3]])
                try append(call, bytes: bytes)
            })
        #expect(try viewing.pixels() == [0xff00_0007])
    }

    @Test func anUpdateOfNothingIsRefused() throws {
        let viewing = try Viewing()
        let host = try viewing.requireHost()
        #expect(
            try host.isRefused("Update") { (call) throws(BusError) in
                try append(call, [0, 0, 1, 1] as [Int32])
                try append(call, [4, Viewing.xrgb])
                try append(call, bytes: [0, 0, 0, 0])
            })
        #expect(viewing.isOff())
    }

    @Test func whatHasOtherValuesIsRefused() throws {
        let viewing = try Viewing()
        let host = try viewing.requireHost()
        for member in [
            "Scanout", "Update", "ScanoutDMABUF", "UpdateDMABUF", "MouseSet", "CursorDefine", "Disable",
            "Other", "",
        ] where !member.isEmpty {
            #expect(try host.isRefused(member) { (call) throws(BusError) in try call.append("text") })
        }
        #expect(try host.isRefused("ScanoutMap", of: Names.listenerMap))
        #expect(try host.isRefused("ScanoutDMABUF2", of: Names.listenerDmabuf2))
        #expect(try host.isRefused("Disable", of: "org.example.Other"))
        #expect(try host.isRefused("Disable", at: "/org/example"))
        try viewing.scanout(1, 1, [5])
        #expect(try viewing.pixels() == [0xff00_0005])
    }

    @Test func pixmansCodesAreDRMs() {
        let pairs: [(UInt32, Fourcc)] = [
            (0x2002_0888, .xrgb8888), (0x2002_8888, .argb8888), (0x2003_0888, .xbgr8888),
            (0x2003_8888, .abgr8888), (0x1002_0565, .rgb565),
        ]
        for (code, fourcc) in pairs { #expect(PixmanFormat(code: code).fourcc == fourcc) }
        // An alpha that nobody means.
        #expect(PixmanFormat(code: 0x2008_0888).fourcc == nil)
    }

    @Test func aPrimaryPlanesAlphaIsNotShown() throws {
        let viewing = try Viewing()
        try viewing.scanout(1, 1, format: 0x2002_8888, [0x0012_3456])
        #expect(try viewing.plane().layout.format == .xrgb8888)
    }
}
