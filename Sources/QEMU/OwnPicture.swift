internal import Descriptors
internal import Planes

/// A picture in memory of planeview's own: what QEMU sends by value is written here.
final class OwnPicture {
    /// Without its sequence and position: those are the screen's to say.
    let identity: BufferIdentity
    private let memory: OwnedDescriptor
    private let mapping: Mapping

    /// Memory for a picture, all zero, its rows without gaps.
    ///
    /// - Parameter identity: passed the gate; its offset is 0.
    /// - Throws: `SystemError`.
    init(_ identity: BufferIdentity) throws(SystemError) {
        self.identity = identity
        let count = Int(clamping: identity.layout.byteCount)
        memory = try OwnedDescriptor.sealedMemory("planeview-picture", size: UInt64(count))
        mapping = try Mapping(memory, count: count, access: .readWrite)
    }

    /// A second mapping of the memory, to read.
    func lend() throws(SystemError) -> PlaneMemory {
        .mapping(try Mapping(memory, count: mapping.count, access: .read))
    }

    /// Writes a rectangle, of which only that is written which lies in the picture.
    ///
    /// - Parameters:
    ///   - place: in the picture's pixels.
    ///   - data: the rectangle's rows; it holds all of them.
    ///   - stride: bytes from one of its rows to the next.
    func write(_ place: Rectangle, from data: RawSpan, stride: Int) {
        let layout = identity.layout
        guard let bytes = layout.format.bytesPerPixel.map({ Int($0) }) else { return }
        let left = max(Int(place.x), 0)
        let top = max(Int(place.y), 0)
        let right = min(Int(place.x) + Int(place.size.width), Int(layout.width))
        let bottom = min(Int(place.y) + Int(place.size.height), Int(layout.height))
        guard left < right, top < bottom else { return }
        let count = (right - left) * bytes
        unsafe mapping.withMutableBytes { target in
            unsafe data.withUnsafeBytes { source in
                for y in top..<bottom {
                    let from = (y - Int(place.y)) * stride + (left - Int(place.x)) * bytes
                    let to = y * Int(layout.stride) + left * bytes
                    // Both slices check their bounds.
                    let row = unsafe UnsafeRawBufferPointer(rebasing: source[from..<from + count])
                    unsafe UnsafeMutableRawBufferPointer(rebasing: target[to..<to + count])
                        .copyMemory(from: row)
                }
            }
        }
    }
}
