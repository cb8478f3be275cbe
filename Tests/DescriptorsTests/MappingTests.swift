import CGuard
import CLinux
import Descriptors
import Glibc
import Testing

/// Proves that memory that goes away while it is mapped is noticed, and ends nothing else.
@Suite struct MappingTests {
    private static let page = Int(getpagesize())

    /// Memory of some pages that anybody may shrink, filled with ones.
    private static func memory(pages: Int) throws -> OwnedDescriptor {
        let memory = OwnedDescriptor(
            adopting: try systemCall("memfd_create") {
                unsafe planeview_memfd_create("mapping-tests", PLANEVIEW_MFD_CLOEXEC)
            })
        let rawValue = memory.rawValue
        let ones = [UInt8](repeating: 1, count: pages * page)
        try systemCall("pwrite") { unsafe pwrite(rawValue, ones, ones.count, 0) }
        return memory
    }

    private static func shrink(_ memory: borrowing OwnedDescriptor, pages: Int) throws {
        let rawValue = memory.rawValue
        try systemCall("ftruncate") { ftruncate(rawValue, pages * page) }
    }

    /// The first byte of each page, or of some.
    private static func bytes(_ mapping: borrowing Mapping, pages: Range<Int>? = nil) -> [UInt8] {
        let pages = pages ?? 0..<(mapping.count + page - 1) / page
        return mapping.withBytes { bytes in
            pages.map { unsafe bytes.unsafeLoad(fromByteOffset: $0 * page, as: UInt8.self) }
        }
    }

    @Test func memoryThatShrankIsZerosAndNotIntact() throws {
        let memory = try Self.memory(pages: 4)
        let mapping = try Mapping(memory, count: 4 * Self.page, access: .read)
        let before = Self.bytes(mapping)
        try Self.shrink(memory, pages: 0)
        let isIntactUntilTouched = mapping.isIntact
        let after = Self.bytes(mapping)
        let isIntact = mapping.isIntact
        #expect(before == [1, 1, 1, 1] && after == [0, 0, 0, 0])
        #expect(isIntactUntilTouched && !isIntact)
    }

    @Test func memoryThatShrankPartlyGoesAsAWhole() throws {
        let memory = try Self.memory(pages: 4)
        // The last page is mapped whole, and a fault in what nobody asked for of it is the mapping's, too.
        let mapping = try Mapping(memory, count: 3 * Self.page + 1, access: .read)
        try Self.shrink(memory, pages: 2)
        let rest = Self.bytes(mapping, pages: 0..<2)
        let isIntactBefore = mapping.isIntact
        let gone = Self.bytes(mapping, pages: 3..<4)
        let isIntactAfter = mapping.isIntact
        let all = Self.bytes(mapping)
        #expect(rest == [1, 1] && isIntactBefore)
        #expect(gone == [0] && all == [0, 0, 0, 0] && !isIntactAfter)
    }

    @Test func memoryThatShrankIsWrittenToNoAvail() throws {
        let memory = try Self.memory(pages: 1)
        let mapping = try Mapping(memory, count: Self.page, access: .readWrite)
        try Self.shrink(memory, pages: 0)
        unsafe mapping.withMutableBytes { unsafe $0[7] = 3 }
        let isIntact = mapping.isIntact
        let size = try memory.size()
        #expect(!isIntact && size == 0)
    }

    @Test func otherMappingsStayIntact() throws {
        let memory = try Self.memory(pages: 2)
        let first = try Mapping(memory, count: Self.page, access: .read)
        let second = try Mapping(memory, count: Self.page, offset: Self.page, access: .read)
        try Self.shrink(memory, pages: 1)
        let bytes = Self.bytes(first) + Self.bytes(second)
        let areIntact = [first.isIntact, second.isIntact]
        #expect(bytes == [1, 0] && areIntact == [true, false])
    }

    @Test func aMappingThatTakesTheGuardOfALostOneIsIntact() throws {
        for _ in 0..<2 * Int(PLANEVIEW_GUARD_CAPACITY) {
            let memory = try Self.memory(pages: 1)
            let mapping = try Mapping(memory, count: Self.page, access: .read)
            let isIntact = mapping.isIntact
            try Self.shrink(memory, pages: 0)
            let bytes = Self.bytes(mapping)
            let isIntactAfter = mapping.isIntact
            #expect(isIntact && bytes == [0] && !isIntactAfter)
        }
    }

    @Test func threadsMapLoseAndUnmapSideBySide() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for round in 0..<200 {
                        let isLost = (task + round) % 2 == 0
                        let memory = try Self.memory(pages: 2)
                        let mapping = try Mapping(memory, count: 2 * Self.page, access: .read)
                        if isLost { try Self.shrink(memory, pages: 1) }
                        let bytes = Self.bytes(mapping)
                        let isIntact = mapping.isIntact
                        #expect(bytes == (isLost ? [1, 0] : [1, 1]) && isIntact != isLost)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func threadsMayMeetTheSameHole() async throws {
        for _ in 0..<50 {
            let memory = try Self.memory(pages: 8)
            let shared = Shared(try Mapping(memory, count: 8 * Self.page, access: .read))
            try Self.shrink(memory, pages: 0)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let bytes = Self.bytes(shared.mapping)
                        let isIntact = shared.mapping.isIntact
                        #expect(bytes.allSatisfy { $0 == 0 } && !isIntact)
                    }
                }
            }
        }
    }

    /// Memory that is only read may be shared.
    private final class Shared: @unchecked Sendable {
        let mapping: Mapping
        init(_ mapping: consuming Mapping) { self.mapping = mapping }
    }

    @Test func moreMappingsThanCanBeGuardedAreRefused() async {
        // In a process of its own: the tests beside this one need the table.
        await #expect(processExitsWith: .success) {
            let memory = try Self.memory(pages: 1)
            let shared = try (0..<Int(PLANEVIEW_GUARD_CAPACITY)).map { _ in
                Shared(try Mapping(memory, count: Self.page, access: .read))
            }
            do throws(SystemError) {
                _ = try Mapping(memory, count: Self.page, access: .read)
                Issue.record("mapped beyond \(shared.count)")
            } catch {
                #expect(error == SystemError(call: "mmap", errno: ENOMEM))
            }
        }
    }

    /// Makes a guard, and reads what is gone beside it.
    private static func faultOutside() throws {
        let memory = try memory(pages: 1)
        let guarded = try Mapping(memory, count: page, access: .read)
        let bare = unsafe mmap(nil, page, PROT_READ, MAP_SHARED, memory.rawValue, 0)
        try shrink(memory, pages: 0)
        let byte = unsafe bare?.load(as: UInt8.self)
        Issue.record("read \(byte ?? 0) beside \(bytes(guarded))")
    }

    @Test func aFaultOutsideEndsTheProcessByItsSignal() async {
        await #expect(processExitsWith: .signal(SIGBUS)) {
            // A sanitizer would catch it and exit.
            signal(SIGBUS, SIG_DFL)
            try Self.faultOutside()
        }
    }

    @Test func aFaultOutsideGoesToTheHandlerThatWasThere() async {
        await #expect(processExitsWith: .exitCode(7)) {
            signal(SIGBUS) { number in _exit(number == SIGBUS ? 7 : 8) }
            try Self.faultOutside()
        }
    }

    @Test func aSignalThatIsSentEndsTheProcess() async {
        await #expect(processExitsWith: .signal(SIGBUS)) {
            signal(SIGBUS, SIG_DFL)
            let memory = try Self.memory(pages: 1)
            let mapping = try Mapping(memory, count: Self.page, access: .read)
            raise(SIGBUS)
            Issue.record("lived on beside \(Self.bytes(mapping))")
        }
    }
}
