import CLinux
import Descriptors
import Glibc
import Sandbox
import VFIO

/// `planeview lend PID[/UUID]`: the process that holds a virtual machine's device for a planeview that shows it, which starts it
/// with a socket. It is nothing for users, and so no command of theirs.
struct Lend {
    private let name: String

    /// - Returns: nil when the command line asks for something else.
    init?(_ arguments: [String]) {
        guard arguments.count == 3, arguments[1] == LenderProcess.command else { return nil }
        name = arguments[2]
    }

    func run() -> Never {
        guard case .process(let process, let device) = DeviceSpecifier("pid:\(name)"),
            MessageSocket.isOne(LenderProcess.socketNumber)
        else {
            Console.log("'\(LenderProcess.command)' is what planeview starts itself with: use --device pid:N")
            exit(.usage)
        }
        // It ends with whoever started it, and never before: a terminal's signals are for both.
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_IGN) }
        // Least of all may its descriptors be taken by who borrows.
        _ = planeview_not_dumpable()
        let lender = Lender(MessageSocket(OwnedDescriptor(adopting: LenderProcess.socketNumber)))
        let ending = lender.run { () throws(DeviceError) in
            try LentDevice(device, from: process)
        } preparing: {
            for gap in Sandbox.enter(SandboxPlan.lending) {
                Console.log("the sandbox of the process that holds the device has a gap: \(gap)")
            }
        }
        if case .nonsense = ending {
            Console.log("the process that holds the device was asked what makes no sense, and ends")
            exit(.usage)
        }
        exit(.success)
    }

    private func exit(_ status: ExitStatus) -> Never { Glibc.exit(status.rawValue) }
}
