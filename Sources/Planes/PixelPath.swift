/// How pixels travel from the source to the compositor, best first.
package enum PixelPath: String, CaseIterable, Comparable, Sendable {
    /// The source's own dma-buf is the compositor's buffer.
    case direct
    /// Changed rows are copied once into a dma-buf of this program's.
    case udmabuf
    /// Through wl_shm: the compositor uploads.
    case shm

    package static func < (a: PixelPath, b: PixelPath) -> Bool {
        a.rank < b.rank
    }

    /// 0 is best.
    private var rank: Int {
        switch self {
        case .direct: 0
        case .udmabuf: 1
        case .shm: 2
        }
    }
}
