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
    /// The descriptor that a device names its memory by (v11) cannot be believed.
    case descriptor(Int32, DescriptorFault)
    /// The cursor's reply is the primary plane's: the driver takes no heed of the plane's type.
    case notACursor

    /// What is the matter with a descriptor.
    package enum DescriptorFault: Hashable, Sendable {
        /// The device gave none.
        case missing
        /// It is not open in this process.
        case notOpen
        case notADMABuf
        /// Its number belongs to another file of this program's by now.
        case recycled
    }

    /// The reason without its numbers: what is logged once and counted.
    package enum Kind: Hashable, Sendable, CaseIterable {
        case format, size, stride, memory, descriptor, notACursor
    }

    package var kind: Kind {
        switch self {
        case .format: .format
        case .size: .size
        case .stride: .stride
        case .memory: .memory
        case .descriptor: .descriptor
        case .notACursor: .notACursor
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
        case .descriptor(_, .missing):
            "the device names no dma-buf for it"
        case .descriptor(let number, .notOpen):
            "the device names descriptor \(number), which is not open here: its dma-bufs go to another process, or it has "
                + "not noticed that this one was closed"
        case .descriptor(let number, .notADMABuf):
            "the device names descriptor \(number), which is no dma-buf"
        case .descriptor(let number, .recycled):
            "the device names descriptor \(number), whose number has gone to another file since"
        case .notACursor:
            "the device answers the primary plane when it is asked for the cursor"
        }
    }
}
