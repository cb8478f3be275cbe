import Descriptors
import Glibc
import Planes
import TestCompositor

/// A device's buffers of 10×8 pixels, which a test paints into, row by row. A row has its number in every byte at first.
final class Easel {
    let source = ScriptedSource()
    private(set) var rows: [UInt32: [UInt8]] = [:]
    private var files: [UInt32: SharedDescriptor] = [:]
    let format: Fourcc
    static let (width, height, stride) = (10, 8, 64)

    init(_ format: Fourcc = .xrgb8888) {
        self.format = format
        source.draw = { [unowned self] identity, memory in
            guard case .number(let number) = identity.name, let file = try? memory.duplicate() else { return }
            files[number] = SharedDescriptor(file)
            for row in 0..<Self.height { paint(number, row: row, rows[number]?[row] ?? UInt8(row)) }
        }
    }

    /// Descriptors of the buffers that others have open.
    var lentDescriptors: Int { source.openDescriptors - files.count }

    /// Shows a buffer.
    func show(_ number: UInt32, modifier: Modifier = .linear) {
        if rows[number] == nil { rows[number] = (0..<UInt8(Self.height)).map { $0 } }
        let layout = BufferLayout(
            width: UInt32(Self.width), height: UInt32(Self.height), format: format, modifier: modifier,
            stride: UInt32(Self.stride))
        source.now.primary = .shown(
            Plane(kind: .primary, identity: BufferIdentity(.number(number), layout: layout)))
    }

    /// Fills a row of a buffer.
    func paint(_ number: UInt32, row: Int, _ value: UInt8) {
        rows[number, default: (0..<UInt8(Self.height)).map { $0 }][row] = value
        guard let file = files[number] else { return }
        let bytes = [UInt8](repeating: value, count: Self.stride)
        _ = unsafe pwrite(file.descriptor.rawValue, bytes, bytes.count, row * Self.stride)
    }

    /// The bytes that a compositor must show of a buffer, as they are.
    func expected(_ number: UInt32) -> [UInt8] {
        let row = Self.width * Int(format.bytesPerPixel ?? 1)
        return rows[number]?.flatMap { [UInt8](repeating: $0, count: row) } ?? []
    }
}
