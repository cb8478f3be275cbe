import Descriptors
import Glibc
import Testing

/// Proves that work is done beside the loop, and that the loop is told.
@Suite struct ErrandTests {
    @Test func theLoopIsToldOfWhatCameOfIt() throws {
        let loop = try EventLoop()
        var outcome: pthread_t?
        let here = thisThread()
        let errand = try Errand(in: loop) {
            thisThread()
        } onDone: {
            outcome = $0
        }
        while outcome == nil { try loop.turn(timeout: 10_000) }
        #expect(outcome != here, "it was another thread's")
        errand.wait()
        #expect(try !loop.turns(), "it is told once")
    }

    @Test func itIsWaitedFor() throws {
        let loop = try EventLoop()
        var count = 0
        let errand = try Errand(in: loop) {
            usleep(20_000)
            return 7
        } onDone: {
            count += $0
        }
        errand.wait()
        #expect(count == 7)
        errand.wait()
        #expect(count == 7)
    }

    @Test func nobodyLetsGoOfOneThatIsUnderWay() throws {
        let loop = try EventLoop()
        let page = try SharedFlag()
        do {
            let errand = try Errand(in: loop) {
                usleep(20_000)
                page.raise()
            } onDone: {
            }
            withExtendedLifetime(errand) {}
        }
        #expect(page.isRaised)
        #expect(try !loop.turns())
    }
}

private func thisThread() -> pthread_t { pthread_self() }

/// A file that one thread writes to, and another reads.
private final class SharedFlag: Sendable {
    private let file: OwnedDescriptor

    init() throws(SystemError) { file = try .sealedMemory("errand-tests", size: 1) }

    func raise() {
        var byte: UInt8 = 1
        _ = unsafe pwrite(file.rawValue, &byte, 1, 0)
    }

    var isRaised: Bool { (try? file.read(count: 1, at: 0)) == [1] }
}

extension EventLoop {
    /// Whether a turn has anything to do.
    fileprivate func turns() throws -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&entry, 1, 0) > 0
    }
}
