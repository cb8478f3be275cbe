import Descriptors
import Planes
import Testing

@testable import QEMU

@Suite struct FloodTests {
    /// Whoever else is in the loop has its turn, and the newest wins.
    @Test func manyMessagesHoldNobodyUp() throws {
        let viewing = try Viewing()
        let host = try viewing.requireHost()
        try viewing.scanout(1, 1, [0])
        try host.call("CursorDefine") { (call) throws(BusError) in
            try append(call, [1, 1, 0, 0] as [Int32])
            try append(call, pixels: [0])
        }
        var answers = 0
        let count: Int32 = 5_000
        for number in 1...count {
            try host.send(
                "MouseSet",
                { (call) throws(BusError) in
                    try append(call, [number, number, 1])
                }, then: { answers += 1 })
        }
        var turns = 0
        try viewing.run {
            turns += 1
            return answers == count
        }
        #expect(turns > 20)
        #expect(try viewing.plane(.cursor).position == Plane.Position(x: count, y: count))
    }

    /// One that asks and never takes an answer is let go of, before its answers fill the memory.
    @Test func whoNeverListensIsLetGoOf() throws {
        let viewing = try Viewing()
        let loop = try EventLoop()
        let pair = try SocketPair()
        let listener = try DisplayListener(on: pair.first.duplicate(), in: loop)
        let bus = try Bus(on: pair.takeSecond(), isServer: true)
        // Both shake hands.
        for _ in 0..<200 {
            _ = try bus.next()
            try loop.turn(timeout: 0)
        }
        var count = 0
        while !listener.isClosed, count < 2_000_000 {
            // Nothing of what comes is read from here on: messages are sent, and that is all.
            let call = try bus.makeCall(nil, Names.listenerPath, Names.listener, "MouseSet")
            try append(call, [1, 1, 1] as [Int32])
            guard (try? bus.send(call)) != nil else { break }
            count += 1
            try loop.turn(timeout: 0)
        }
        #expect(listener.isClosed)
        _ = viewing
    }

    @Test func theEndIsTold() throws {
        let viewing = try Viewing()
        try viewing.scanout(1, 1, [5])
        var isTold = false
        viewing.listener.onClose = { isTold = true }
        viewing.die()
        try viewing.run { isTold }
        #expect(viewing.listener.isClosed)
    }
}
