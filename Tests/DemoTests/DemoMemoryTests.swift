import Descriptors
import Glibc
import Planes
import Testing

@testable import Demo

/// Proves that the memory holds what was drawn, cannot shrink, and is let go of; and that the device says which memory
/// it got and why none that is better.
@Suite struct DemoMemoryTests {
    private static let absent = DemoMemory.Devices(udmabuf: "/nonexistent/udmabuf", heap: "/nonexistent/heap")

    /// What this machine has. The others are proved in the virtual machine.
    static let backings: [Backing] =
        [.memfd]
        + (unsafe access("/dev/udmabuf", R_OK | W_OK) == 0 ? [.udmabuf] : [])
        + (unsafe access("/dev/dma_heap/system", R_OK) == 0 ? [.heap] : [])
        + (unsafe access("/dev/dri/card0", R_OK | W_OK) == 0 ? [.card("/dev/dri/card0")] : [])

    private static func source(_ backing: Backing?, devices: DemoMemory.Devices = .init()) throws
        -> DemoSource
    {
        var options = DemoOptions()
        // Rows that do not fill their stride, and a size that is no whole number of pages.
        (options.width, options.height, options.buffers, options.rate) = (333, 77, 2, 1)
        options.backing = backing
        return try DemoSource(options, devices: devices) { Instant(nanoseconds: 0) }
    }

    private static func planes(_ source: DemoSource) throws -> [Plane] {
        let snapshot = try source.snapshot()
        return PlaneKind.allCases.compactMap {
            if case .shown(let plane) = snapshot[$0] { plane } else { nil }
        }
    }

    private static func file(of plane: Plane, _ source: DemoSource) throws -> BufferMemory {
        switch try source.memory(of: plane) {
        case .file(let memory): return memory
        default: throw CancellationError()
        }
    }

    @Test(arguments: backings)
    func theMemoryHoldsThePictures(backing: Backing) throws {
        let source = try Self.source(backing)
        let planes = try Self.planes(source)
        #expect(planes.map(\.kind) == [.primary, .cursor])
        let pictures = [TestCard(width: 333, height: 77, frameCount: 2).draw(frame: 0), CursorImage.draw()]
        for (plane, picture) in zip(planes, pictures) {
            let memory = try Self.file(of: plane, source)
            let isDMABuf = memory.descriptor.isDMABuf()
            #expect(isDMABuf == (backing != .memfd))
            let size = try memory.descriptor.size()
            try plane.layout.check(memory: size)
            let stride = Int(plane.layout.stride)
            let mapping = try Mapping(memory.descriptor, count: Int(size), access: .read)
            mapping.withBytes { bytes in
                for y in 0..<picture.height {
                    let row = (0..<picture.width).map {
                        unsafe bytes.unsafeLoad(fromByteOffset: y * stride + $0 * 4, as: UInt32.self)
                    }
                    #expect(row.elementsEqual(picture.pixels[y * picture.width..<(y + 1) * picture.width]))
                }
            }
        }
    }

    @Test func sharedMemoryCannotChangeItsSize() throws {
        let source = try Self.source(.memfd)
        for plane in try Self.planes(source) {
            let memory = try Self.file(of: plane, source)
            let number = memory.descriptor.rawValue
            // F_GET_SEALS stands behind _GNU_SOURCE (include/uapi/linux/fcntl.h).
            #expect(fcntl(number, 1034) == 0x0007)
            #expect(ftruncate(number, 4096 * 1000) == -1 && errno == EPERM)
            #expect(ftruncate(number, 0) == -1 && errno == EPERM)
        }
    }

    @Test(arguments: backings)
    func everythingIsLetGoOf(backing: Backing) throws {
        var files: [File] = []
        do {
            let source = try Self.source(backing)
            for plane in try Self.planes(source) {
                let memory = try Self.file(of: plane, source)
                let file = try #require(File(memory.descriptor.rawValue))
                #expect(file.descriptorCount == 2, "one is kept, one is lent")
                source.release(plane.identity)
                files.append(file)
            }
            #expect(files.map(\.descriptorCount) == [1, 1])
        }
        #expect(Set(files).count == 2)
        #expect(files.map(\.descriptorCount) == [0, 0])
    }

    /// A file, to count this process's descriptors of it. Tests beside this one have other files.
    private struct File: Hashable {
        let device: UInt
        let inode: UInt

        init?(_ descriptor: Int32) {
            var status = stat()
            guard unsafe fstat(descriptor, &status) == 0 else { return nil }
            (device, inode) = (status.st_dev, status.st_ino)
        }

        var descriptorCount: Int { (0..<Int32(4096)).count { File($0) == self } }
    }

    @Test func whatIsMissingIsNamed() throws {
        let source = try Self.source(nil, devices: Self.absent)
        #expect(source.backingDescription == "memfd (no /nonexistent/udmabuf, no /nonexistent/heap)")
    }

    @Test func whatDoesNotWorkIsNamed() throws {
        let devices = DemoMemory.Devices(udmabuf: "/dev/null", heap: "/dev/null")
        let source = try Self.source(nil, devices: devices)
        let reason = "Inappropriate ioctl for device"
        #expect(
            source.backingDescription == "memfd (UDMABUF_CREATE: \(reason), DMA_HEAP_IOCTL_ALLOC: \(reason))")
    }

    @Test func whatIsAskedForHasNoReasons() throws {
        #expect(try Self.source(.memfd, devices: Self.absent).backingDescription == "memfd")
    }

    @Test(arguments: [
        (Backing.udmabuf, "no /nonexistent/udmabuf"), (.heap, "no /nonexistent/heap"),
        (.card("/nonexistent/card"), "no /nonexistent/card"),
        (.card("/dev/null"), "drmGetCap: Inappropriate ioctl for device"),
    ])
    func whatIsAskedForIsNotReplaced(backing: Backing, reason: String) {
        #expect(throws: DemoError.noMemory(backing, reason: reason)) {
            try Self.source(backing, devices: Self.absent)
        }
    }
}
