import Descriptors
import Glibc
import Planes
import TestDevice
import Testing
import VFIO

/// Proves that the ABI of July 2017 is spoken as the mail means it: the number of a descriptor says whether the dma-buf is
/// known, what is held is never closed under the cache, what is not needed is closed, and a number is not believed
/// because it was once right.
@Suite struct DescriptorPlanesTests {
    private let device = TestDevice()

    init() {
        device.interface = .descriptor
        device.planes[.primary] = TestDevice.Picture(id: 1, width: 64, height: 48)
    }

    private func source() throws -> VFIOSource { try VFIOSource(device, name: "test") }

    private func screen(_ source: VFIOSource) throws -> Plane {
        let reading = try source.snapshot().primary
        guard case .shown(let plane) = reading else {
            Issue.record("not shown: \(reading)")
            throw CancellationError()
        }
        return plane
    }

    private func number(_ plane: Plane) -> Int32 {
        guard case .descriptor(let number, _) = plane.identity.name else { return -1 }
        return number
    }

    private func file(_ source: VFIOSource, _ plane: Plane) throws -> BufferMemory {
        switch try source.memory(of: plane) {
        case .file(let memory): return memory
        default: throw CancellationError()
        }
    }

    private func isOpen(_ number: Int32) -> Bool { fcntl(number, F_GETFD) != -1 }

    /// The inode tells whether a number still means the same file: other tests open and close theirs beside this one.
    private func means(_ number: Int32, _ inode: UInt64) -> Bool {
        OpenFile(behind: number)?.inode == inode
    }

    @Test func aPlaneIsReadWithItsDescriptor() throws {
        let source = try source()
        let screen = try screen(source)
        #expect(screen.layout.modifier == .implicit, "the ABI has no modifiers")
        #expect(screen.hotspot == nil)
        #expect(isOpen(number(screen)))
        #expect(fcntl(number(screen), F_GETFD) == FD_CLOEXEC)
        let memory = try file(source, screen)
        #expect(memory.descriptor.rawValue == number(screen), "the very descriptor")
        #expect(memory.kind == .dmabuf)
    }

    @Test func theSameNumberIsTheSameBuffer() throws {
        let source = try source()
        let first = try screen(source)
        let memory = try file(source, first)
        for _ in 0..<5 { #expect(try screen(source).identity == first.identity) }
        device.planes[.primary]?.id = 2
        let second = try screen(source)
        #expect(second.identity != first.identity)
        let other = try file(source, second)
        device.planes[.primary]?.id = 1
        #expect(try screen(source).identity == first.identity)
        #expect(isOpen(memory.descriptor.rawValue) && isOpen(other.descriptor.rawValue))
    }

    @Test func whatNobodyAsksForIsClosedWhenTheDeviceMovesOn() throws {
        let source = try source()
        let first = try screen(source)
        guard case .descriptor(let number, let inode) = first.identity.name else { throw CancellationError() }
        _ = try screen(source)
        #expect(means(number, inode))
        device.planes[.primary]?.id = 2
        _ = try screen(source)
        #expect(!means(number, inode))
        #expect(throws: SourceError.self) { _ = try file(source, first) }
    }

    @Test func aBufferThatWasClosedComesAgainAsANewOne() throws {
        let source = try source()
        let first = try screen(source)
        do { _ = try file(source, first) }
        source.release(first.identity)
        let again = try screen(source)
        #expect(again.layout == first.layout)
        _ = try file(source, again)
    }

    @Test func twoDescriptorsOfOneBufferAreOne() throws {
        let source = try source()
        let first = try screen(source)
        let memory = try file(source, first)
        device.faults.opensAnother = true
        let inode = memory.descriptor.inode()
        for _ in 0..<10 { #expect(try screen(source).identity == first.identity) }
        let open = (Int32(0)..<20_000).count { means($0, inode) }
        #expect(open == 2, "the cache's and the device's own")
    }

    @Test func oneBufferInTwoLayoutsIsTwo() throws {
        let source = try source()
        let first = try screen(source)
        let memory = try file(source, first)
        device.planes[.primary]?.height = 24
        let second = try screen(source)
        #expect(second.identity != first.identity && second.identity.name == first.identity.name)
        let other = try file(source, second)
        #expect(other.descriptor.rawValue != memory.descriptor.rawValue)
        let inodes = [other.descriptor.inode(), memory.descriptor.inode()]
        #expect(inodes[0] == inodes[1])
        // The second goes: the first's number stays what it is.
        source.release(second.identity)
        device.planes[.primary]?.height = 48
        #expect(try screen(source).identity == first.identity)
    }

    @Test func aNumberThatWasClosedIsNotBelieved() throws {
        let source = try source()
        let first = try screen(source)
        do { _ = try file(source, first) }
        source.release(first.identity)
        device.faults.forgetsThatItWasClosed = true
        #expect(try source.snapshot().primary == .kept(.rejected(.descriptor(number(first), .notOpen))))
    }

    @Test func aNumberThatWentToAnotherFileOfOursIsNotBelieved() throws {
        let source = try source()
        let first = try screen(source)
        do { _ = try file(source, first) }
        source.release(first.identity)
        device.faults.forgetsThatItWasClosed = true
        // A dma-buf of the device's, but another one, owned by somebody here.
        let mine = try OwnedDescriptor.sealedMemory("planeview-mine", size: 4096)
        guard dup2(mine.rawValue, number(first)) == number(first) else { throw CancellationError() }
        let owner = OwnedDescriptor(adopting: number(first))
        #expect(
            try source.snapshot().primary
                == .kept(.rejected(.descriptor(owner.rawValue, .recycled))))
        #expect(isOpen(owner.rawValue))
    }

    @Test func whatIsNoDMABufIsLeftAlone() throws {
        device.faults.isNoDMABuf = true
        let source = try source()
        let reading = try source.snapshot().primary
        guard case .kept(.rejected(.descriptor(let number, .notADMABuf))) = reading else {
            Issue.record("\(reading)")
            return
        }
        #expect(isOpen(number))
        close(number)
    }

    @Test func descriptorsOfAnotherProcessAreToldAtOnce() {
        device.faults.opensElsewhere = true
        #expect(throws: DeviceError.foreignDescriptors("test")) { try source() }
    }

    @Test func aPlaneThatIsOffNamesNoDescriptor() throws {
        let source = try source()
        device.planes = [:]
        #expect(try source.snapshot() == Snapshot(), "zero in a cleared struct is not standard input")
        device.faults.leavesStructWhenOff = true
        #expect(try source.snapshot() == Snapshot())
    }

    @Test func aReplyThatIsRejectedLeaksNothing() throws {
        device.planes[.primary]?.stride = 4
        device.planes[.primary]?.memory = 64 * 48 * 4
        let source = try source()
        for id in 1...20 {
            device.planes[.primary]?.id = UInt32(id)
            #expect(try source.snapshot().primary == .kept(.rejected(.stride(4, needed: 256))))
        }
        device.planes = [:]
        _ = try source.snapshot()
        let left = (Int32(0)..<20_000).count { number in
            guard let file = device.openFile(number), file.isDMABuf else { return false }
            return true
        }
        #expect(left == 20, "the device's own")
    }

    @Test func anIDThatChangesWithEveryQueryIsANewBufferEachTime() throws {
        device.faults.churnsIDs = true
        let source = try source()
        var inodes: Set<UInt64> = []
        for _ in 0..<10 {
            let plane = try screen(source)
            guard case .descriptor(_, let inode) = plane.identity.name else { continue }
            inodes.insert(inode)
        }
        #expect(inodes.count == 10)
    }

    @Test func aCursorIsAnotherDescriptor() throws {
        device.planes[.cursor] = TestDevice.Picture(id: 7, format: .argb8888, width: 64, height: 64)
        let source = try source()
        let snapshot = try source.snapshot()
        guard case .shown(let cursor) = snapshot.cursor, case .shown(let screen) = snapshot.primary else {
            Issue.record("\(snapshot)")
            return
        }
        #expect(number(cursor) != number(screen))
        #expect(try source.snapshot() == snapshot)
    }
}
