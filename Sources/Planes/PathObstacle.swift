internal import Descriptors

/// What stands in the way of a path that would be better than the one taken.
package enum PathObstacle: Error, Hashable, Sendable {
    /// The plane's memory is one that this process alone can read (a region of the device, say): there is no dma-buf of it.
    case region
    /// The compositor has no `zwp_linux_dmabuf_v1` of version 3 or later.
    case noDmabufs
    /// The compositor does not take the format on this path.
    case format(Fourcc)
    /// The compositor takes the format, but not arranged so.
    case modifier(Fourcc, Modifier)
    /// The compositor was offered the buffer, and refused it.
    case refused
    /// Rows of a picture that is not linear cannot be copied.
    case tiled(Modifier)
    /// Rows of a format that is not one of whole pixels in one plane are not copied.
    case uncopied(Fourcc)
    /// The memory cannot be read by this program; the text says why.
    case unreadable(String)
    /// This program can make no dma-bufs of its own; the text says why.
    case noExporter(String)
    /// There is no memory for a copy; the text says why.
    case noMemory(String)
}

extension PathObstacle: CustomStringConvertible {
    package var description: String {
        switch self {
        case .region: "the device gives no dma-buf of its picture"
        case .noDmabufs: "the compositor takes no dma-bufs (zwp_linux_dmabuf_v1, version 3)"
        case .format(let format): "the compositor does not take \(format)"
        case .modifier(let format, let modifier):
            "the compositor takes \(format), but not with the arrangement of its pixels (\(modifier))"
        case .refused: "the compositor refused the buffer"
        case .tiled(let modifier): "a picture that is \(modifier) cannot be copied by rows"
        case .uncopied(let format): "planeview does not copy \(format)"
        case .unreadable(let reason): "no processor can read its memory (\(reason))"
        case .noExporter(let reason): reason
        case .noMemory(let reason): "there is no memory for a copy (\(reason))"
        }
    }
}

extension PathObstacle {
    /// What is in the way of reading a plane's memory.
    package init(_ fault: HeldMemory.Fault) {
        switch fault {
        case .unmappable(let error), .unsynchronised(let error): self = .unreadable(error.description)
        case .revoked: self = .unreadable("it was taken away")
        }
    }
}
