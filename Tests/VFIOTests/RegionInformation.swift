/// A `vfio_region_info` with capabilities behind it.
func region(
    flags: UInt32 = 8, first: UInt32 = 32, offset: UInt64 = 0x2000, _ capabilities: [UInt32]
) -> [UInt8] {
    let words: [UInt32] =
        [UInt32(32 + capabilities.count * 4), flags, 0, first, 4096, 0]
        + [UInt32(truncatingIfNeeded: offset), UInt32(offset >> 32)] + capabilities
    return words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
}

/// A capability's {id, version} in one word, as they lie in memory, and where the next one is.
func header(_ id: UInt32, next: UInt32) -> [UInt32] { [id | 1 << 16, next] }

/// A `vfio_region_info` alone.
func regionInformation(flags: UInt32, index: UInt32, size: UInt64, offset: UInt64) -> [UInt8] {
    let words = [
        32, flags, index, 0, UInt32(truncatingIfNeeded: size), UInt32(size >> 32),
        UInt32(truncatingIfNeeded: offset), UInt32(offset >> 32),
    ]
    return words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * UInt32($0))) } }
}
