import Descriptors
import Planes
import Testing

@testable import QEMU

/// Pictures in memory of QEMU's.
@Suite struct SharedMemoryTests {
    static func scanoutMap(
        _ host: ListenerHost, _ file: borrowing OwnedDescriptor, _ numbers: [UInt32]
    ) throws -> Bool {
        let number = file.rawValue
        let lent = try OwnedDescriptor.duplicate(of: number)
        return try !host.isRefused("ScanoutMap", of: Names.listenerMap) { (call) throws(BusError) in
            try call.append(lent)
            try append(call, numbers)
        }
    }

    @Test func sharedMemoryIsShownWhereItLies() throws {
        let viewing = try Viewing()
        let host = try viewing.requireHost()
        let memory = try sharedMemory([1, 2, 3, 4], offset: 20)
        #expect(try Self.scanoutMap(host, memory, [20, 2, 2, 8, Viewing.xrgb]))
        let plane = try viewing.plane()
        #expect(try viewing.pixels() == [0xff00_0001, 0xff00_0002, 0xff00_0003, 0xff00_0004])

        // It is told of when it has changed, and else not.
        #expect(try viewing.plane() == plane)
        try host.call("UpdateMap", of: Names.listenerMap) { (call) throws(BusError) in
            try append(call, [0, 400, 640, 80] as [Int32])
        }
        #expect(try viewing.plane().sequence != plane.sequence)

        // The same memory once more is the same, whatever its descriptor.
        let count = openCount(of: memory)
        for _ in 0..<50 { #expect(try Self.scanoutMap(host, memory, [20, 2, 2, 8, Viewing.xrgb])) }
        #expect(try viewing.plane().identity == plane.identity)
        let countAfter = openCount(of: memory)
        #expect(countAfter == count)
        // In another layout it is not.
        #expect(try Self.scanoutMap(host, memory, [20, 1, 2, 8, Viewing.xrgb]))
        #expect(try viewing.plane().identity != plane.identity)
        #expect(viewing.screen.sharedCount == 1)
        #expect(!viewing.screen.mayReturn(plane.identity))
    }

    @Test func memoryThatShrinksIsNoPicture() throws {
        let viewing = try Viewing()
        let memory = try sharedMemory([UInt32](repeating: 5, count: 64 * 64))
        #expect(try Self.scanoutMap(viewing.requireHost(), memory, [0, 64, 64, 256, Viewing.xrgb]))
        let plane = try viewing.plane()
        let held = HeldMemory(try viewing.screen.memory(of: plane), plane.layout)
        try memory.resize(0)
        #expect(throws: HeldMemory.Fault.revoked) {
            try held.read { PlaneImage(plane.layout, in: $0)?.width }
        }
        // And it is not taken any more.
        #expect(try !Self.scanoutMap(viewing.requireHost(), memory, [0, 64, 64, 256, Viewing.xrgb]))
    }

    @Test(
        arguments: [
            [0, 4, 4, 16, Viewing.xrgb], [.max, 2, 2, 8, Viewing.xrgb], [4, 2, 2, 8, Viewing.xrgb],
            [0, 2, 2, 12, Viewing.xrgb], [0, 2, 2, .max, Viewing.xrgb], [0, 2, 2, 4, Viewing.xrgb],
            [0, 0, 0, 0, Viewing.xrgb], [0, 2, 2, 8, 0],
        ] as [[UInt32]])
    func memoryThatDoesNotHoldThePictureIsRefused(_ numbers: [UInt32]) throws {
        let viewing = try Viewing()
        let memory = try sharedMemory([1, 2, 3, 4])
        #expect(try !Self.scanoutMap(viewing.requireHost(), memory, numbers))
        #expect(viewing.screen.sharedCount == 0)
    }

    /// What is no shared memory is not mapped: reading it might wait without end.
    @Test(arguments: ["/dev/null", "/proc/self/mem", "/dev/zero", "/"])
    func otherFilesAreRefused(_ path: String) throws {
        let viewing = try Viewing()
        let file = try OwnedDescriptor.open(path, 0)
        let host = try viewing.requireHost()
        // /dev may be a tmpfs, but what is in it has no size.
        #expect(try !Self.scanoutMap(host, file, [0, 2, 2, 8, Viewing.xrgb]))
        let lent = try file.duplicate()
        #expect(
            try host.isRefused("ScanoutDMABUF") { (call) throws(BusError) in
                try call.append(lent)
                try append(call, [2, 2, 8, Fourcc.xrgb8888.rawValue])
                try call.append(UInt64(0))
                try call.append(false)
            })
        let pair = try SocketPair()
        #expect(try !Self.scanoutMap(host, pair.first, [0, 2, 2, 8, Viewing.xrgb]))
    }
}
