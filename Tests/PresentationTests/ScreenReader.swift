import Descriptors
import TestCompositor
import Testing

/// What is on a plane's surface, read as the compositor would read it.
extension Theatre {
    /// The pixels of a plane, row after row without gaps; empty where nothing is shown.
    ///
    /// - Parameters:
    ///   - plane: from the back.
    ///   - size: bytes of a pixel.
    func pixels(of plane: Int = 0, size: Int = 4) -> [UInt8] {
        guard let buffer = planes[plane].current.buffer else { return [] }
        let row = Int(buffer.width) * size
        switch buffer.content {
        case .dmabuf(let description):
            let memory = description.planes[0]
            return (0..<Int(buffer.height)).flatMap { y in
                (try? memory.descriptor.descriptor.read(
                    count: row, at: Int(memory.offset) + y * Int(memory.stride))) ?? []
            }
        case .sharedMemory(let memory):
            let bytes = memory.read()
            return (0..<Int(buffer.height)).flatMap { y in
                bytes[y * Int(memory.stride)..<y * Int(memory.stride) + row]
            }
        case .singlePixel: return []
        }
    }
}
