/// What a device said of one plane, as it said it: hostile until checked.
///
/// The fields are those of `struct vfio_device_gfx_plane_info` (include/uapi/linux/vfio.h) after the source has
/// told what names the memory. All zero is "no plane".
package struct PlaneReply: Hashable, Sendable {
    package var kind: PlaneKind
    package var name: BufferIdentity.Name
    package var format: Fourcc
    package var modifier: Modifier
    package var width: UInt32
    package var height: UInt32
    /// Bytes.
    package var stride: UInt32
    /// Bytes to the first row.
    package var offset: UInt32
    /// Bytes, a hint only: i915 GVT-g computes it in 32 bits, mdpy reports its whole region.
    package var size: UInt32
    /// Signed, stored as unsigned.
    package var x: UInt32
    package var y: UInt32
    /// `UInt32.max` when unknown.
    package var hotX: UInt32
    package var hotY: UInt32

    package init(
        kind: PlaneKind, name: BufferIdentity.Name, format: Fourcc, modifier: Modifier = .linear,
        width: UInt32,
        height: UInt32, stride: UInt32, offset: UInt32 = 0, size: UInt32, x: UInt32 = 0, y: UInt32 = 0,
        hotX: UInt32 = .max, hotY: UInt32 = .max
    ) {
        self.kind = kind
        self.name = name
        self.format = format
        self.modifier = modifier
        self.width = width
        self.height = height
        self.stride = stride
        self.offset = offset
        self.size = size
        self.x = x
        self.y = y
        self.hotX = hotX
        self.hotY = hotY
    }
}

extension PlaneReply {
    /// Whether the reply says that there is no plane: a format of zero, a size of zero, or both (QEMU takes either, too).
    package var isOff: Bool { format.rawValue == 0 || size == 0 }

    /// The gate: what every reply passes before anything is done with it.
    ///
    /// - Returns: the plane, with all values in range; nil when the reply says that there is none.
    /// - Throws: the reason why it cannot be shown.
    package func checked() throws(Rejection) -> Plane? {
        if isOff { return nil }
        guard let bytesPerPixel = format.bytesPerPixel else { throw .format(format) }
        let limit = kind == .cursor ? PlaneLimits.maximumCursorSize : PlaneLimits.maximumSize
        guard (1...limit).contains(width), (1...limit).contains(height) else {
            throw .size(width: width, height: height, limit: limit)
        }
        let row = UInt64(width) * UInt64(bytesPerPixel)
        guard stride >= row else { throw .stride(stride, needed: row) }
        let layout = BufferLayout(
            width: width, height: height, format: kind == .primary ? format.opaqueTwin : format,
            modifier: modifier, stride: stride, offset: offset)
        return Plane(
            kind: kind, identity: BufferIdentity(name, layout: layout), position: position, hotspot: hotspot)
    }

    private var position: Plane.Position {
        let limit = PlaneLimits.maximumDistance
        func clamped(_ value: UInt32) -> Int32 { min(max(Int32(bitPattern: value), -limit), limit) }
        // A primary plane is the screen: the positions that drivers report for it are panning or garbage.
        return kind == .primary ? .zero : Plane.Position(x: clamped(x), y: clamped(y))
    }

    /// The hot spot where it lies in the image. Drivers report garbage otherwise (intel/gvt-linux issues 16 and 28).
    private var hotspot: Plane.Position? {
        guard kind == .cursor, hotX < width, hotY < height else { return nil }
        return Plane.Position(x: Int32(hotX), y: Int32(hotY))
    }
}

extension BufferLayout {
    /// The gate's second half, once the memory is at hand.
    ///
    /// - Parameter size: bytes, the buffer's true size (`lseek`), not what the reply said.
    /// - Throws: `Rejection.memory` when reading the picture would leave the memory.
    package func check(memory size: UInt64) throws(Rejection) {
        guard compositorByteCount <= size else { throw .memory(size, needed: compositorByteCount) }
    }
}
