import CLinux
import Descriptors
import Glibc
import Planes
import Testing

/// Proves that what was read of a buffer's memory was there.
@Suite struct HeldMemoryTests {
    /// 16×64 pixels, one page.
    private let layout = BufferLayout(width: 16, height: 64, format: .xrgb8888, stride: 64)

    private func memory() throws -> OwnedDescriptor {
        let memory = OwnedDescriptor(
            adopting: try systemCall("memfd_create") {
                unsafe planeview_memfd_create("held-memory-tests", PLANEVIEW_MFD_CLOEXEC)
            })
        try resize(memory.rawValue, Int(layout.byteCount))
        return memory
    }

    private func resize(_ file: Int32, _ size: Int) throws {
        try systemCall("ftruncate") { ftruncate(file, size) }
    }

    private func lastByte(_ held: HeldMemory) throws(HeldMemory.Fault) -> UInt8 {
        try held.read { unsafe $0.unsafeLoad(fromByteOffset: $0.byteCount - 1, as: UInt8.self) }
    }

    @Test func memoryThatShrinksIsRevoked() throws {
        let memory = try memory()
        let file = try memory.duplicate()
        let held = HeldMemory(.file(BufferMemory(.sharedMemory, memory)), layout)
        #expect(try lastByte(held) == 0)
        try resize(file.rawValue, 0)
        // In the midst of reading, and before.
        #expect(throws: HeldMemory.Fault.revoked) { try lastByte(held) }
        #expect(throws: HeldMemory.Fault.revoked) { try lastByte(held) }
    }

    @Test func aMappingThatShrinksIsRevoked() throws {
        let memory = try memory()
        let mapping = try Mapping(memory, count: Int(layout.byteCount), access: .read)
        let held = HeldMemory(.mapping(mapping), layout)
        #expect(try lastByte(held) == 0)
        try resize(memory.rawValue, 0)
        #expect(throws: HeldMemory.Fault.revoked) { try lastByte(held) }
    }
}
