import Descriptors
import Planes
import Testing

@testable import QEMU

/// Pictures in dma-bufs. This machine has none: memfds stand for them.
@Suite struct DmabufTests {
    private static func viewing() throws -> Viewing {
        try Viewing { file in (try? file.size()) ?? 0 > 0 ? .dmabuf : nil }
    }

    private static func scanout(
        _ host: ListenerHost, _ file: borrowing OwnedDescriptor, _ numbers: [UInt32], modifier: UInt64 = 0,
        isFlipped: Bool = false
    ) throws -> Bool {
        let lent = try file.duplicate()
        return try !host.isRefused("ScanoutDMABUF") { (call) throws(BusError) in
            try call.append(lent)
            try append(call, numbers)
            try call.append(modifier)
            try call.append(isFlipped)
        }
    }

    /// x, y, width, height; offsets; strides; the count of planes; format; the whole picture's size.
    private static func scanout2(
        _ host: ListenerHost, _ file: borrowing OwnedDescriptor, _ place: [UInt32], offsets: [UInt32],
        strides: [UInt32], planes: UInt32 = 1, fileCount: Int = 1, modifier: UInt64 = 0,
        isFlipped: Bool = false
    ) throws -> Bool {
        let lent = try file.duplicate()
        return try !host.isRefused("ScanoutDMABUF2", of: Names.listenerDmabuf2) { (call) throws(BusError) in
            try call.append("a", "h") { () throws(BusError) in
                for _ in 0..<fileCount { try call.append(lent) }
            }
            try append(call, place)
            for numbers in [offsets, strides] {
                try call.append("a", "u") { () throws(BusError) in try append(call, numbers) }
            }
            try append(call, [planes, Fourcc.xrgb8888.rawValue, 4, 4])
            try call.append(modifier)
            try call.append(isFlipped)
        }
    }

    private let xrgb = Fourcc.xrgb8888.rawValue

    @Test func aBufferIsKnownAgain() throws {
        let viewing = try Self.viewing()
        let host = try viewing.requireHost()
        let one = try sharedMemory([1, 2, 3, 4])
        let other = try sharedMemory([5, 6, 7, 8])
        #expect(try Self.scanout(host, one, [2, 2, 8, xrgb]))
        let first = try viewing.plane()
        #expect(first.layout.modifier == .linear)
        let memory = try viewing.screen.memory(of: first)
        guard case .file(let file) = consume memory else {
            Issue.record("no file")
            return
        }
        let isSame = file.kind == .dmabuf && file.descriptor.inode() == one.inode()
        #expect(isSame)

        #expect(try Self.scanout(host, other, [2, 2, 8, xrgb]))
        let second = try viewing.plane()
        #expect(second.identity != first.identity)
        #expect(viewing.screen.mayReturn(first.identity))
        // Flips for as long as anybody likes cost no descriptor.
        let held = try viewing.screen.memory(of: second)
        let count = openCount(of: one) + openCount(of: other)
        var sequence = second.sequence
        for index in 0..<200 {
            #expect(
                try Self.scanout(host, index % 2 == 0 ? one.duplicate() : other.duplicate(), [2, 2, 8, xrgb]))
            let plane = try viewing.plane()
            #expect(plane.identity == (index % 2 == 0 ? first : second).identity)
            #expect(plane.sequence != sequence)
            sequence = plane.sequence
        }
        let countAfter = openCount(of: one) + openCount(of: other)
        #expect(countAfter == count)
        #expect(viewing.screen.sharedCount == 2)
        _ = consume held

        // What nobody holds and nobody shows is closed.
        viewing.screen.release(first.identity)
        #expect(viewing.screen.sharedCount == 1)
        #expect(throws: SourceError.self) { _ = try viewing.screen.memory(of: first) }
    }

    @Test func aBufferOfAnotherSizeDoesNotReturn() throws {
        let viewing = try Self.viewing()
        let host = try viewing.requireHost()
        let buffer = try sharedMemory([1, 2, 3, 4])
        #expect(try Self.scanout(host, buffer, [2, 2, 8, xrgb]))
        let first = try viewing.plane()
        let held = try viewing.screen.memory(of: first)
        #expect(try Self.scanout(host, buffer, [1, 2, 8, xrgb]))
        #expect(!viewing.screen.mayReturn(first.identity))
        _ = consume held
    }

    @Test func manyBuffersAreNotKept() throws {
        let viewing = try Self.viewing()
        let host = try viewing.requireHost()
        for _ in 0..<300 { #expect(try Self.scanout(host, sharedMemory([1]), [1, 1, 4, xrgb])) }
        #expect(viewing.screen.sharedCount == 1)
    }

    @Test func aPartOfAPictureIsShown() throws {
        let viewing = try Self.viewing()
        let host = try viewing.requireHost()
        let buffer = try sharedMemory((0..<16).map { $0 }, size: 80)
        #expect(try Self.scanout2(host, buffer, [1, 2, 2, 2], offsets: [4], strides: [16]))
        #expect(
            try viewing.plane().layout
                == BufferLayout(width: 2, height: 2, format: .xrgb8888, stride: 16, offset: 4 + 32 + 4))
        #expect(try !Self.scanout2(host, buffer, [1, 0, 2, 2], offsets: [0], strides: [16], modifier: 1))
        #expect(try !Self.scanout2(host, buffer, [.max, .max, 2, 2], offsets: [.max], strides: [.max]))
        #expect(try !Self.scanout2(host, buffer, [0, 4, 2, 2], offsets: [0], strides: [16]))
        #expect(try !Self.scanout2(host, buffer, [0, 0, 2, 2], offsets: [], strides: [16]))
        #expect(try !Self.scanout2(host, buffer, [0, 0, 2, 2], offsets: [0], strides: []))
        #expect(
            try !Self.scanout2(host, buffer, [0, 0, 2, 2], offsets: [0, 0], strides: [16, 16], planes: 2))
        #expect(try !Self.scanout2(host, buffer, [0, 0, 2, 2], offsets: [0], strides: [16], planes: .max))
        #expect(try !Self.scanout2(host, buffer, [0, 0, 2, 2], offsets: [0], strides: [16], fileCount: 0))
        #expect(try !Self.scanout2(host, buffer, [0, 0, 2, 2], offsets: [0], strides: [16], fileCount: 20))
    }

    @Test func aPictureMayStandOnItsHead() throws {
        let viewing = try Self.viewing()
        let host = try viewing.requireHost()
        let buffer = try sharedMemory([1, 2, 3, 4])
        #expect(try Self.scanout(host, buffer, [2, 2, 8, xrgb], isFlipped: true))
        #expect(try viewing.plane().isFlipped)
        #expect(try viewing.pixels() == [0xff00_0003, 0xff00_0004, 0xff00_0001, 0xff00_0002])
        #expect(try Self.scanout(host, buffer, [2, 2, 8, xrgb]))
        #expect(try !viewing.plane().isFlipped)
    }

    @Test(
        arguments: [
            [0, 2, 8, Fourcc.xrgb8888.rawValue], [2, 2, 4, Fourcc.xrgb8888.rawValue],
            [4, 4, 16, Fourcc.xrgb8888.rawValue], [2, 2, 8, 0], [2, 2, 8, Fourcc.nv12.rawValue],
            [.max, .max, .max, Fourcc.xrgb8888.rawValue],
        ] as [[UInt32]])
    func whatCannotBeAPictureIsRefused(_ numbers: [UInt32]) throws {
        let viewing = try Self.viewing()
        let host = try viewing.requireHost()
        let buffer = try sharedMemory([1, 2, 3, 4])
        #expect(try Self.scanout(host, buffer, [2, 2, 8, xrgb]))
        #expect(try !Self.scanout(host, buffer, numbers))
        guard case .kept = viewing.screen.snapshot().primary else {
            Issue.record("it is shown")
            return
        }
        #expect(try Self.scanout(host, buffer, [2, 2, 8, xrgb]))
        #expect(try viewing.plane().layout.width == 2)
    }

    // MARK: Updates

    private static func update(_ host: ListenerHost, then: @escaping () -> Void) throws {
        try host.send(
            "UpdateDMABUF",
            { (call) throws(BusError) in
                try append(call, [0, 0, 2, 2] as [Int32])
            }, then: then)
    }

    @Test func anUpdateIsAnsweredWhenItWasLookedAt() throws {
        let viewing = try Self.viewing()
        let host = try viewing.requireHost()
        let buffer = try sharedMemory([1, 2, 3, 4])
        #expect(try Self.scanout(host, buffer, [2, 2, 8, xrgb]))
        let before = try viewing.plane().sequence
        var answers = 0
        for _ in 0..<3 { try Self.update(host) { answers += 1 } }
        // What is called after them was seen after them.
        try host.call("MouseSet") { (call) throws(BusError) in try append(call, [0, 0, 0] as [Int32]) }
        let isAnswered = answers > 0
        viewing.listener.answer()
        try viewing.run { answers == 3 }
        #expect(!isAnswered)
        #expect(try viewing.plane().sequence != before)
    }

    /// A window that nobody sees asks for no snapshots.
    @Test func anUpdateIsAnsweredThoughNobodyLooks() throws {
        let viewing = try Self.viewing()
        let host = try viewing.requireHost()
        var answers = 0
        for _ in 0..<100 { try Self.update(host) { answers += 1 } }
        try viewing.run { answers == 100 }
    }

    @Test func aDisabledPictureComesBack() throws {
        let viewing = try Self.viewing()
        let host = try viewing.requireHost()
        let buffer = try sharedMemory([1, 2, 3, 4])
        #expect(try Self.scanout(host, buffer, [2, 2, 8, xrgb]))
        let plane = try viewing.plane()
        // QEMU says so, too, of memory that is not shown: the picture stays for a moment.
        try host.call("Disable")
        #expect(try viewing.plane() == plane)
        try viewing.run { viewing.isOff() }
        try Self.update(host) {}
        try viewing.run { !viewing.isOff() }
        #expect(try viewing.plane().identity == plane.identity)

        try host.call("Disable")
        #expect(try Self.scanout(host, buffer, [2, 2, 8, xrgb]))
        var isRung = false
        let clock = try Timer(in: viewing.loop) { isRung = true }
        clock.set(.now + .milliseconds(300))
        try viewing.run { isRung }
        #expect(!viewing.isOff())
    }
}
