/// The capabilities behind a `struct vfio_region_info`: {u16 id, u16 version, u32 next}, `next` counted from the
/// struct's start, 0 at the end (include/uapi/linux/vfio.h, vfio_info_cap_header).
///
/// The kernel's bytes are read as if anybody had written them: nothing outside of them, and no chain without end.
struct CapabilityChain {
    private let bytes: [UInt8]

    /// - Parameter bytes: the whole answer, the struct first.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Where the capability with an id starts; nil where there is none.
    func offset(of id: UInt16) -> Int? {
        // mbochs before Linux 7 says that capabilities follow even where it copied none.
        guard flags & Self.hasCapabilities != 0 else { return nil }
        var offset = Int(word(12) ?? 0)
        // Only forwards, so that a loop is impossible.
        var lowest = Self.structSize
        while offset >= lowest, let header = half(offset), let next = word(offset + 4) {
            if header == id { return offset }
            lowest = offset + 8
            offset = Int(next)
        }
        return nil
    }

    var flags: UInt32 { word(4) ?? 0 }
    /// The region's size in bytes, as reported. GVT-g's EDID region reports less than it has.
    var size: UInt64 { UInt64(word(16) ?? 0) | UInt64(word(20) ?? 0) << 32 }
    /// Where the region starts in the device's file. Never to be computed: drivers differ.
    var fileOffset: UInt64 { UInt64(word(24) ?? 0) | UInt64(word(28) ?? 0) << 32 }

    /// The 32 bits at an offset, little-endian; nil beyond the end.
    func word(_ offset: Int) -> UInt32? {
        guard let low = half(offset), let high = half(offset + 2) else { return nil }
        return UInt32(low) | UInt32(high) << 16
    }

    private func half(_ offset: Int) -> UInt16? {
        guard offset >= 0, offset + 2 <= bytes.count else { return nil }
        return UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8
    }

    private static let structSize = 32
    /// `VFIO_REGION_INFO_FLAG_CAPS`.
    private static let hasCapabilities: UInt32 = 8
}
