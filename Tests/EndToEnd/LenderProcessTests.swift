import Foundation
import TestBed
import Testing
import VFIO

/// Proves that a process which is to hold a virtual machine's device is started, asked and cleared away, with the program
/// itself. That it holds one, and what it has given up, is shown on a real kernel (`BorrowTests`).
@Suite struct LenderProcessTests {
    @Test func theProgramAnswersForAnother() throws {
        let loan = try LenderProcess.start("\(getpid())", program: TestBed.debugProgram)
        // It may have a device later: the same process is asked again.
        for _ in 0..<2 {
            do {
                try loan.open()
                Issue.record("it has a device")
            } catch {
                #expect(error.mayPass)
                #expect(error.description.contains("(process \(getpid())) has no VFIO device"), "\(error)")
            }
        }
    }

    @Test func aProcessThatIsNotThereIsTold() throws {
        // Process numbers end at 4194304.
        let loan = try LenderProcess.start("4194305", program: TestBed.debugProgram)
        #expect(throws: DeviceError.lender("\(DeviceError.noProcess(4_194_305))", mayPass: false)) {
            try loan.open()
        }
    }

    @Test func oneThatEndsIsToldAndClearedAway() throws {
        let loan = try LenderProcess.start("1", program: "/usr/bin/false")
        #expect(throws: DeviceError.noLender("pid:1", reason: "has ended with status 1")) { try loan.open() }
    }

    @Test func whatCannotBeStartedIsTold() {
        let error = #expect(throws: DeviceError.self) {
            _ = try LenderProcess.start("1", program: "/nonexistent")
        }
        #expect(error?.description.contains("cannot be started: posix_spawn: No such file") == true)
    }

    @Test(arguments: [["lend", "1"], ["lend", "x"]])
    func itIsNothingForUsers(arguments: [String]) throws {
        let program = try RunningProgram(TestBed.debugProgram, arguments)
        #expect(try program.end() == 1)
        #expect(program.errors.contains("use --device pid:N"), "\(program.errors)")
    }
}
