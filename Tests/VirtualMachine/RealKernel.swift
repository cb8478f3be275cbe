import Foundation
import Synchronization
import TestBed
import Testing

/// The suites that need a kernel with devices. They share its machines, so one test runs at a time.
@Suite(.enabled(if: TestBed.isAvailable, "run scripts/test"), .serialized)
enum RealKernel {
    /// One machine a kernel, once it is asked for. One that does not boot is not tried again.
    private static let machines = Mutex<[VirtualMachine.Kernel: Result<VirtualMachine, any Error>]>([:])

    /// The machine with a kernel, booted, and with its devices' modules loaded. One that a test left hanging is replaced.
    static func machine(_ kernel: VirtualMachine.Kernel = .debian13) throws -> VirtualMachine {
        let machine = try machines.withLock { machines in
            if let made = machines[kernel], (try? made.get())?.hangs != true { return made }
            let made = Result { try VirtualMachine(kernel: kernel) }
            machines[kernel] = made
            return made
        }.get()
        try machine.check("load")
        return machine
    }
}

extension VirtualMachine {
    /// Waits for a picture on the screen of the guest's compositor. How many frames come before it is not said: planeview
    /// latches what changed meanwhile together.
    func expectPicture(
        tolerance: Int = 0, _ expected: DriverPictures.Picture,
        location: SourceLocation = #_sourceLocation
    ) throws {
        try expectPicture(location) { $0.differences(tolerance: tolerance, from: expected) }
    }

    /// Waits for a demo device's picture on a screen of its size.
    func expectPicture(_ expected: StillDemo, location: SourceLocation = #_sourceLocation) throws {
        try expectPicture(location) { expected.differences(in: $0) }
    }

    /// Waits until there is no picture: black, and the words that say so, which are shades of grey. All pictures have colours.
    func expectNoPicture(location: SourceLocation = #_sourceLocation) throws {
        try expectPicture(location) { image in
            var litCount = 0
            for y in 0..<image.height {
                for x in 0..<image.width where image[x, y] != 0 {
                    let pixel = image[x, y]
                    guard pixel & 0xff == pixel >> 8 & 0xff, pixel & 0xff == pixel >> 16 & 0xff else {
                        return ["(\(x), \(y)) has a colour"]
                    }
                    litCount += 1
                }
            }
            return litCount * 10 < image.width * image.height ? [] : ["\(litCount) pixels are not black"]
        }
    }

    private func expectPicture(_ location: SourceLocation, _ compare: (Image) -> [String]) throws {
        let deadline = Date.patience
        var differences: [String] = []
        repeat {
            differences = try compare(screenshot())
        } while !differences.isEmpty && deadline.timeIntervalSinceNow > 0
        #expect(differences == [], sourceLocation: location)
    }

    /// Nothing that planeview did upset the kernel.
    func expectPeace(location: SourceLocation = #_sourceLocation) throws {
        let complaints = try run("dmesg | grep -E 'WARNING|BUG|Oops|refcount|Bad page'")
        #expect(complaints.output == "", sourceLocation: location)
    }
}
