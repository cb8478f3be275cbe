/// Where the demo's buffers come from.
package enum Backing: Equatable, Sendable, CustomStringConvertible {
    /// A memfd that /dev/udmabuf exports as a dma-buf.
    case udmabuf
    /// A dma-buf of the dma-heap "system".
    case heap
    /// Shared memory: not a dma-buf.
    case memfd
    /// Dumb buffers of a DRM card, by the path of its file.
    case card(String)

    /// What is tried when nothing was asked for, best first.
    static let automatic: [Backing] = [.udmabuf, .heap, .memfd]

    package var description: String {
        switch self {
        case .udmabuf: "udmabuf"
        case .heap: "dma-heap"
        case .memfd: "memfd"
        case .card(let path): path
        }
    }
}
