import Descriptors
import Glibc
import Testing

/// Proves that a descriptor is closed exactly once, by its owner.
@Suite struct OwnedDescriptorTests {
    @Test func closesWhenItsOwnerLetsGo() throws {
        let number: Int32
        do {
            let descriptor = try OwnedDescriptor.open("/dev/null", O_RDONLY)
            number = descriptor.rawValue
            #expect(fcntl(number, F_GETFD) == FD_CLOEXEC)
        }
        // Other tests open files beside this one, so the number may be taken again, but not by /dev/null.
        var status = stat()
        #expect(unsafe fstat(number, &status) == -1 || status.st_rdev != 0x103)
    }

    @Test func releaseHandsTheNumberOver() throws {
        let number = try OwnedDescriptor.open("/dev/null", O_RDONLY).release()
        #expect(fcntl(number, F_GETFD) != -1)
        close(number)
    }

    @Test func duplicateIsIndependent() throws {
        let first = try OwnedDescriptor.open("/dev/null", O_RDONLY)
        let second = try first.duplicate()
        #expect(first.rawValue != second.rawValue)
        let inodes = [first.inode(), second.inode()]
        #expect(inodes[0] == inodes[1])
        let isDMABuf = first.isDMABuf()
        #expect(!isDMABuf)
    }

    @Test func aFailureNamesTheCallAndTheReason() {
        do throws(SystemError) {
            let descriptor = try OwnedDescriptor.open("/nonexistent/file", O_RDONLY)
            Issue.record("opened descriptor \(descriptor.rawValue)")
        } catch {
            #expect(error.description == "open /nonexistent/file: No such file or directory")
            #expect(error.errno == ENOENT)
        }
    }
}
