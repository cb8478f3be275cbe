internal import Descriptors
internal import Planes

/// What `ScanoutDMABUF2` says: a part of a picture, in one memory plane or several.
struct DmabufPicture {
    private let planeCount: UInt32
    private let x: UInt32
    private let y: UInt32
    private let width: UInt32
    private let height: UInt32
    private let offset: UInt32
    private let stride: UInt32
    private let format: Fourcc
    private let modifier: Modifier
    let isFlipped: Bool

    /// Planes that a format has at most (DRM_FORMAT_MAX_PLANES).
    private static let limit = 4

    /// - Parameter message: of the signature "ahuuuuauauuuuutb", of which the files are read.
    /// - Throws: `BusError`.
    init(_ message: BusMessage) throws(BusError) {
        x = try message.readUInt32()
        y = try message.readUInt32()
        width = try message.readUInt32()
        height = try message.readUInt32()
        offset = try Self.first(message)
        stride = try Self.first(message)
        planeCount = try message.readUInt32()
        format = Fourcc(rawValue: try message.readUInt32())
        // The whole picture's size says nothing that the stride and the memory's size do not.
        _ = (try message.readUInt32(), try message.readUInt32())
        modifier = Modifier(rawValue: try message.readUInt64())
        isFlipped = try message.readBool()
    }

    /// For the gate.
    ///
    /// - Throws: `ScreenFault`.
    func reply() throws(ScreenFault) -> PlaneReply {
        guard planeCount == 1 else { throw .planes(Int(planeCount)) }
        var start = UInt64(offset)
        if x != 0 || y != 0 {
            guard modifier == .linear else { throw .part(modifier) }
            let limit = PlaneLimits.maximumSize
            guard x <= limit, y <= limit else { throw .rectangle }
            // Small numbers times 32 bits cannot overflow 64.
            start += UInt64(y) * UInt64(stride) + UInt64(x) * UInt64(format.bytesPerPixel ?? 0)
        }
        // A place that no number holds is beyond any memory.
        return PlaneReply(
            kind: .primary, name: .number(0), format: format, modifier: modifier, width: width,
            height: height, stride: stride, offset: UInt32(clamping: start), size: .max)
    }

    /// Reads the files, and keeps the first.
    static func readFile(_ message: BusMessage) throws(BusError) -> OwnedDescriptor {
        var first: OwnedDescriptor?
        try message.readArray(of: "h", atMost: limit) { () throws(BusError) in
            let next = try message.readFile()
            if first == nil { first = consume next }
        }
        guard let first = consume first else { throw .malformed }
        return first
    }

    private static func first(_ message: BusMessage) throws(BusError) -> UInt32 {
        var first: UInt32?
        try message.readArray(of: "u", atMost: limit) { () throws(BusError) in
            let next = try message.readUInt32()
            first = first ?? next
        }
        guard let first else { throw .malformed }
        return first
    }
}
