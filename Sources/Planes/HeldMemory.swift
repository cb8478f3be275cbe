package import Descriptors

/// A buffer identity's memory while it is held: the file that a compositor can import, and the bytes where this process
/// must read them itself.
package final class HeldMemory {
    private let memory: PlaneMemory
    /// The bytes that reading the picture touches, from the memory's first on.
    private let count: Int
    /// Made when somebody wants to read.
    private var mapping: Mapping?
    /// Memory that could not be mapped is not tried again.
    private var refusal: Fault?

    /// - Parameters:
    ///   - memory: holds the whole picture.
    ///   - layout: how the picture lies in it.
    package init(_ memory: consuming PlaneMemory, _ layout: BufferLayout) {
        self.memory = memory
        count = Int(clamping: layout.byteCount)
    }

    /// What keeps the bytes from being read.
    package enum Fault: Error, Equatable {
        /// The memory's driver lets no processor map it (mbochs and GVT-g's do not), or the system is out of something.
        case unmappable(SystemError)
        /// `DMA_BUF_IOCTL_SYNC` failed.
        case unsynchronised(SystemError)
        /// What was mapped is not there any more.
        case revoked
    }

    /// Lends the file; nil for memory that this process alone can read.
    package func withFile<Result>(_ body: (borrowing BufferMemory) throws -> Result) rethrows -> Result? {
        switch memory {
        case .file(let file): try body(file)
        case .mapping: nil
        case .fetched: nil
        }
    }

    /// Whether the bytes can be read.
    package var isReadable: Bool { (try? read { _ in }) != nil }

    /// Lends the bytes of the picture, to read. The guest may draw into them meanwhile: copy before parsing.
    package func read<Result>(_ body: (RawSpan) -> Result) throws(Fault) -> Result {
        switch memory {
        case .mapping(let mapping): return try Self.read(mapping, body)
        case .fetched(let memory):
            do { try memory.fetch() } catch { throw .revoked }
            return try Self.read(memory.mapping, body)
        case .file(let file):
            if mapping == nil { try map(file) }
            return try read(file, body)
        }
    }

    private func read<Value>(
        _ file: borrowing BufferMemory, _ body: (RawSpan) -> Value
    ) throws(Fault) -> Value {
        guard file.kind == .dmabuf else { return try readMapping(body) }
        do { try file.descriptor.beginAccess(.read) } catch { throw .unsynchronised(error) }
        let result = Result { () throws(Fault) in try readMapping(body) }
        // Whatever came of the reading: what was begun is ended.
        do { try file.descriptor.endAccess(.read) } catch { throw .unsynchronised(error) }
        return try result.get()
    }

    private func readMapping<Result>(_ body: (RawSpan) -> Result) throws(Fault) -> Result {
        switch mapping {
        case .some(let mapping): return try Self.read(mapping, body)
        case .none: throw .revoked
        }
    }

    private func map(_ file: borrowing BufferMemory) throws(Fault) {
        if let refusal { throw refusal }
        do {
            mapping = try Mapping(file.descriptor, count: count, access: .read)
        } catch {
            refusal = .unmappable(error)
            throw .unmappable(error)
        }
    }

    /// What was read of memory that went meanwhile is no picture.
    private static func read<Result>(
        _ mapping: borrowing Mapping, _ body: (RawSpan) -> Result
    ) throws(Fault) -> Result {
        guard mapping.isIntact else { throw .revoked }
        let result = mapping.withBytes(body)
        guard mapping.isIntact else { throw .revoked }
        return result
    }
}
