import Descriptors
import Planes

/// Frames of 1920×1080 XR24 in shared memory, as the copying paths have them: each in a source's and in a target's memory.
final class Frames {
    /// Where a turn finds its frame.
    enum Place: String {
        /// In the last cache, if that holds a pair's 17 MB.
        case cached
        /// In none of less than 280 MB.
        case memory = "from memory"

        /// How many pairs there are. It is odd, so that in the course of the rounds both sides get each of them; and there
        /// is more than one, because some have luck with where their pages lie.
        var pairs: Int { self == .cached ? 7 : 17 }
        /// Turns in a row that take the same pair.
        var stay: Int { self == .cached ? 90 : 1 }
    }

    /// The two memories of one frame, with the same bytes in both.
    final class Pair {
        let source: Mapping
        let target: Mapping

        init(_ source: BufferLayout, _ target: BufferLayout) throws {
            self.source = try Self.memory("source", source)
            self.target = try Self.memory("target", target)
        }

        private static func memory(_ name: String, _ layout: BufferLayout) throws -> Mapping {
            let size = layout.compositorByteCount
            let mapping = try Mapping(
                try .sealedMemory("benchmark-\(name)", size: size), count: Int(size), access: .readWrite)
            // Every page is there before the clock runs, and any two stretches are equal.
            unsafe mapping.withMutableBytes { bytes in
                for index in bytes.indices { unsafe bytes[index] = 0x5a }
            }
            return mapping
        }
    }

    static let width = 1920
    static let height = 1080
    /// Bytes of a row's pixels.
    static let rowSize = width * 4
    /// Bytes of a frame's pixels.
    static let byteCount = rowSize * height

    let copier: RowCopier
    private let place: Place
    private let pairs: [Pair]
    private var turn = 0
    let sourceStride: Int
    let targetStride: Int

    /// - Parameters:
    ///   - place: where the turns find them.
    ///   - sourceStride: bytes.
    ///   - targetStride: bytes.
    init(_ place: Place, sourceStride: Int, targetStride: Int) throws {
        let source = Self.layout(stride: sourceStride)
        let target = Self.layout(stride: targetStride)
        copier = RowCopier(from: source, to: target)
        self.place = place
        pairs = try (0..<place.pairs).map { _ in try Pair(source, target) }
        self.sourceStride = sourceStride
        self.targetStride = targetStride
    }

    /// The pair whose turn it is.
    func next() -> Pair {
        turn += 1
        return pairs[turn / place.stay % pairs.count]
    }

    private static func layout(stride: Int) -> BufferLayout {
        BufferLayout(
            width: UInt32(width), height: UInt32(height), format: .xrgb8888, stride: UInt32(stride))
    }
}
