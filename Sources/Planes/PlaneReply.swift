package import Descriptors

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
    /// Signed, stored as unsigned, in one of several ways.
    package var x: UInt32
    package var y: UInt32
    /// `UInt32.max` when unknown.
    package var hotX: UInt32
    package var hotY: UInt32
    /// The second memory plane, for formats that have one.
    package var second: MemoryPlane?
    package var third: MemoryPlane?
    /// See `Plane`: what sources that take picture by picture know of each.
    package var sequence: UInt64?
    package var captured: Instant?
    package var colour: ColourEncoding?

    package init(
        kind: PlaneKind, name: BufferIdentity.Name, format: Fourcc, modifier: Modifier = .linear,
        width: UInt32,
        height: UInt32, stride: UInt32, offset: UInt32 = 0, size: UInt32, x: UInt32 = 0, y: UInt32 = 0,
        hotX: UInt32 = .max, hotY: UInt32 = .max, second: MemoryPlane? = nil, third: MemoryPlane? = nil,
        sequence: UInt64? = nil, captured: Instant? = nil, colour: ColourEncoding? = nil
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
        self.second = second
        self.third = third
        self.sequence = sequence
        self.captured = captured
        self.colour = colour
    }
}

extension PlaneReply {
    /// Whether the reply says that there is no plane: a format of zero, a size of zero, or both (QEMU takes either, too).
    package var isOff: Bool { format.rawValue == 0 || size == 0 }

    /// The gate: what every reply passes before anything is done with it.
    ///
    /// - Parameter range: the formats that the kind of source may report: others are garbage.
    /// - Returns: the plane, with all values in range; nil when the reply says that there is none.
    /// - Throws: the reason why it cannot be shown.
    package func checked(_ range: FormatRange = .scannedOut) throws(Rejection) -> Plane? {
        if isOff { return nil }
        guard range.contains(format), planeCount == format.planeCount else { throw .format(format) }
        let limit = kind == .cursor ? PlaneLimits.maximumCursorSize : PlaneLimits.maximumSize
        guard (1...limit).contains(width), (1...limit).contains(height) else {
            throw .size(width: width, height: height, limit: limit)
        }
        try check(stride, ofPlane: 0)
        if let second { try check(second.stride, ofPlane: 1) }
        if let third { try check(third.stride, ofPlane: 2) }
        let layout = BufferLayout(
            width: width, height: height, format: kind == .primary ? format.opaqueTwin : format,
            modifier: modifier, stride: stride, offset: offset, second: second, third: third)
        return Plane(
            kind: kind, identity: BufferIdentity(name, layout: layout), position: position, hotspot: hotspot,
            sequence: sequence, captured: captured, colour: colour)
    }

    private var planeCount: Int { third != nil ? 3 : second != nil ? 2 : 1 }

    private func check(_ stride: UInt32, ofPlane plane: Int) throws(Rejection) {
        let row = format.shape(of: plane)?.rowSize(width: width) ?? 0
        guard stride >= row else { throw .stride(stride, needed: row) }
    }

    private var position: Plane.Position {
        let limit = PlaneLimits.maximumDistance
        func clamped(_ value: UInt32) -> Int32 { min(max(Self.signed(value), -limit), limit) }
        // A primary plane is the screen: the positions that drivers report for it are panning or garbage.
        return kind == .primary ? .zero : Plane.Position(x: clamped(x), y: clamped(y))
    }

    /// A position with its sign, in whichever of these ways the driver tells it: as a number of 32 bits, as one of 16, or as
    /// Intel's registers have it, 13 bits and the sign in bit 15 or, of the upper half, 31 (CURPOS). Nothing positive is lost:
    /// no screen is so large (`PlaneLimits.maximumSize`).
    private static func signed(_ value: UInt32) -> Int32 {
        let (sign, magnitude) = (value & ~0x1fff, Int32(value & 0x1fff))
        if magnitude > 0 && (sign == 0x8000 || sign == 0x8000_0000) { return -magnitude }
        return value >> 15 == 1
            ? Int32(Int16(truncatingIfNeeded: value)) : Int32(bitPattern: value)
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
    /// - Parameter size: bytes, the buffer's true size (`lseek`), not what the reply said. It is the memory's only file.
    /// - Throws: `Rejection.memory` when reading the picture would leave the memory.
    package func check(memory size: UInt64) throws(Rejection) {
        try check(file: 0, size)
        if let other = (1..<fileCount).first { try check(file: UInt8(other), 0) }
    }

    /// The same for memory of one file or several. A file that is missing, or has no size, holds nothing.
    package func check(_ memory: borrowing BufferMemory) throws(Rejection) {
        for file in 0...UInt8(fileCount - 1) {
            try check(file: file, memory.withFile(file) { (try? $0.size()) ?? 0 } ?? 0)
        }
    }

    private func check(file: UInt8, _ size: UInt64) throws(Rejection) {
        let needed = compositorByteCount(file: file)
        guard needed <= size else { throw .memory(size, needed: needed) }
    }
}
