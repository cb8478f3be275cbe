import Descriptors
import Foundation
import TestDevice

@testable import VFIO

/// A device that is lent by a thread of the test's own. While nobody asks, the device is the test's to script.
final class LentMachine: @unchecked Sendable {
    let device: TestDevice
    /// What the device seems to be open in.
    let machine: Process
    /// What opening fails with, in order, before it succeeds.
    var refusals: [DeviceError] = []
    /// What became of the lender; nil while it lends.
    private(set) var ending: Lender.Ending?
    private(set) var preparations = 0
    private let hasEnded = DispatchSemaphore(value: 0)

    init(_ device: TestDevice = TestDevice()) throws {
        self.device = device
        machine = Process()
        machine.executableURL = URL(filePath: "/usr/bin/sleep")
        machine.arguments = ["1000"]
        // Whoever waits for the end of what the tests say does not wait for it.
        (machine.standardOutput, machine.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try machine.run()
    }

    deinit { endMachine() }

    /// Not by a signal that it has inherited as blocked.
    func endMachine() { kill(machine.processIdentifier, SIGKILL) }

    /// Starts the lender; the borrower's end.
    func start() throws -> MessageSocket {
        let pair = try SocketPair(.messages)
        let number = try pair.second.duplicate().release()
        let thread = Thread { [self] in
            // Its end of the socket is closed with it.
            ending = Lender(MessageSocket(OwnedDescriptor(adopting: number))).run { () throws(DeviceError) in
                if !refusals.isEmpty { throw refusals.removeFirst() }
                return LentDevice(
                    device, named: "test", of: try HostProcess(machine.processIdentifier, in: FileTree()))
            } preparing: {
                preparations += 1
            }
            hasEnded.signal()
        }
        thread.start()
        return MessageSocket(pair.takeFirst())
    }

    /// A loan of the device.
    func loan() throws -> Loan {
        let loan = Loan(of: "pid:1", over: try start())
        try loan.open()
        return loan
    }

    /// Waits until the lender has ended, and says why.
    func end() -> Lender.Ending? {
        hasEnded.wait()
        return ending
    }
}
