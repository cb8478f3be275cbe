internal import Descriptors
internal import Glibc
import Wayland

/// A `wl_buffer`.
package final class Buffer: ServerObject {
    /// What stands behind a buffer.
    package enum Content {
        case dmabuf(BufferParams.Description)
        case sharedMemory(SharedMemory)
        /// Red, green, blue and alpha, each 32 bits wide.
        case singlePixel(UInt32, UInt32, UInt32, UInt32)
    }

    package internal(set) var content = Content.singlePixel(0, 0, 0, 0)
    package internal(set) var width: Int32 = 1
    package internal(set) var height: Int32 = 1
    /// How often it was committed with an attach.
    package internal(set) var uses = 0
    /// How often it was released.
    package private(set) var releases = 0

    func release() {
        releases += 1
        send("release")
    }

    override func destroyed() {
        if compositor.isInUse(self) { compositor.buffersDestroyedInUse += 1 }
        compositor.replacedBuffers.removeAll { $0 === self }
    }
}

/// Where a `wl_shm` buffer lies.
package struct SharedMemory {
    package let descriptor: SharedDescriptor
    /// Bytes from the start of the file.
    package let offset: Int32
    /// Bytes from a row to the next.
    package let stride: Int32
    /// A `wl_shm.format`.
    package let format: UInt32
    let height: Int32

    /// What stands there now; empty if it cannot be read.
    package func read() -> [UInt8] {
        let fd = descriptor.descriptor.rawValue
        let count = Int(stride) * Int(height)
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            unsafe initialized = max(0, pread(fd, buffer.baseAddress, count, Int(offset)))
        }
    }
}

/// A `wl_shm_pool`.
final class SharedMemoryPool: ServerObject {
    var descriptor: SharedDescriptor?
    var size: Int32 = 0

    override func handle(_ request: Request) {
        switch request.name {
        case "resize": size = max(size, request.int(0))
        case "create_buffer": createBuffer(request)
        default: break
        }
    }

    private func createBuffer(_ request: Request) {
        let buffer: Buffer = make(WlBuffer.interface, id: request.newID(0), version: 1)
        let (offset, width, height, stride) = (request.int(1), request.int(2), request.int(3), request.int(4))
        let end = Int64(offset) + Int64(stride) * Int64(height)
        guard let descriptor, offset >= 0, width > 0, height > 0, stride >= width, end <= Int64(size) else {
            return post(
                error: 1, "\(width) × \(height) at \(offset) with stride \(stride) is not within the pool")
        }
        buffer.width = width
        buffer.height = height
        buffer.content = .sharedMemory(
            SharedMemory(
                descriptor: descriptor, offset: offset, stride: stride, format: request.uint(5),
                height: height))
        compositor.buffersCreated += 1
    }
}

/// `wl_shm`.
final class SharedMemoryGlobal: ServerObject {
    override func bound() {
        for format in compositor.sharedMemoryFormats { send("format", .uint(format)) }
    }

    override func handle(_ request: Request) {
        guard request.name == "create_pool" else { return }
        let pool: SharedMemoryPool = make(WlShmPool.interface, id: request.newID(0))
        pool.descriptor = request.descriptor(1)
        pool.size = request.int(2)
        let actual = try? request.descriptor(1).descriptor.size()
        guard request.int(2) > 0, UInt64(request.int(2)) <= actual ?? 0 else {
            return post(error: 2, "a pool of \(request.int(2)) bytes in a file of \(actual ?? 0)")
        }
    }
}

/// `wp_single_pixel_buffer_manager_v1`.
final class SinglePixelGlobal: ServerObject {
    override func handle(_ request: Request) {
        guard request.name == "create_u32_rgba_buffer" else { return }
        let buffer: Buffer = make(WlBuffer.interface, id: request.newID(0), version: 1)
        buffer.content = .singlePixel(request.uint(1), request.uint(2), request.uint(3), request.uint(4))
        compositor.buffersCreated += 1
    }
}
