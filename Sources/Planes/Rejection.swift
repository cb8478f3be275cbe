/// Why a device's reply is not shown. The last good picture stays.
package enum Rejection: Error, Hashable, Sendable {
    /// No such format, or one that cannot be shown.
    case format(Fourcc)
    /// Width or height is zero or beyond the limit.
    case size(width: UInt32, height: UInt32, limit: UInt32)
    /// A row does not fit its stride.
    case stride(UInt32, needed: UInt64)
    /// The picture is larger than the memory that it is said to be in.
    case memory(UInt64, needed: UInt64)

    /// The reason without its numbers: what is logged once and counted.
    package enum Kind: Hashable, Sendable, CaseIterable {
        case format, size, stride, memory
    }

    package var kind: Kind {
        switch self {
        case .format: .format
        case .size: .size
        case .stride: .stride
        case .memory: .memory
        }
    }
}

extension Rejection: CustomStringConvertible {
    package var description: String {
        switch self {
        case .format(.c8):
            "the guest uses a palette (C8), whose colours the device does not tell; choose a true-colour mode in the guest"
        case .format(let format):
            "the format \(format) is not one that planeview knows"
        case .size(let width, let height, let limit):
            "a picture of \(width)×\(height) is not between 1×1 and \(limit)×\(limit)"
        case .stride(let stride, let needed):
            "a stride of \(stride) bytes is too short for a row of \(needed)"
        case .memory(let size, let needed):
            "the picture needs \(needed) bytes but its memory has \(size)"
        }
    }
}
