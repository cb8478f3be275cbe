package import Foundation

/// Where the test bed is. `scripts/test` makes it and says so in the environment; without it, the tests that need it are
/// skipped.
package struct TestBed: Sendable {
    /// The bed's folder, as scripts/testbed printed it.
    package let path: String
    /// The program as users have it: a release build with the Swift runtime linked in, which runs in the bed's root.
    package let program: String

    /// nil when there is none.
    package static let found: TestBed? = {
        let environment = ProcessInfo.processInfo.environment
        guard let path = environment["PLANEVIEW_TESTBED"], let program = environment["PLANEVIEW_PROGRAM"]
        else {
            return nil
        }
        return TestBed(path: path, program: program)
    }()

    package static var isAvailable: Bool { found != nil }

    /// Where the bed has a QEMU and guests for it (`scripts/testbed guests`), from the bed's root.
    package static let guestFolder = "opt/guests"
    /// The same on this machine; nil when they are not there.
    package static let guests: String? = found.flatMap { bed in
        let folder = [bed.path, "root", guestFolder].joined(separator: "/")
        return FileManager.default.fileExists(atPath: folder + "/vmlinuz") ? folder : nil
    }

    /// - Throws: `TestBedError` without a bed.
    package static func require() throws -> TestBed {
        guard let found else { throw TestBedError("no test bed: run scripts/test") }
        return found
    }

    /// The checkout.
    package static let repository = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Preloaded into a program, it counts what the program allocates. "swift build --build-tests" makes it.
    package static let allocationCounter = repository.appending(path: ".build/debug/libAllocationCounter.so")

    /// Preloaded into a program, it lets a system call fail (Tests/SystemCallFaults).
    package static let systemCallFaults = repository.appending(path: ".build/debug/libSystemCallFaults.so")

    /// The program as "swift build --build-tests" makes it; it is there without a bed.
    package static let debugProgram = repository.appending(path: ".build/debug/planeview").path

    package static func script(_ name: String) -> URL { repository.appending(path: "scripts/\(name)") }
}

/// What went wrong in the test bed, in words.
package struct TestBedError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
