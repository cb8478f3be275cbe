internal import CLinux
internal import Descriptors
internal import Glibc

/// A process that lends a device: this program again, told so by its first argument.
package final class LenderProcess {
    /// The command that makes this program a lender. It is nothing for users.
    package static let command = "lend"
    /// The number by which a lender finds its socket.
    package static let socketNumber: Int32 = 3

    private let number: pid_t
    /// Readable when it has ended.
    private var process: OwnedDescriptor?
    private var status: Int32?

    /// What the end of a lender whose socket is closed may take. Milliseconds.
    private static let patience: Int32 = 2000

    private init(_ number: pid_t) {
        self.number = number
        let descriptor = pidfd_open(number, 0)
        process = descriptor < 0 ? nil : OwnedDescriptor(adopting: descriptor)
    }

    /// Starts one, which waits for the request to open.
    ///
    /// - Parameters:
    ///   - name: what `pid:` names.
    ///   - program: this one.
    /// - Throws: `DeviceError.noLender`.
    package static func start(
        _ name: String, program: String = "/proc/self/exe"
    ) throws(DeviceError) -> Loan {
        do throws(SystemError) {
            let pair = try SocketPair(.messages)
            let lender = LenderProcess(
                try spawn(program, ["planeview", command, name], pair.second.rawValue))
            return Loan(of: "pid:\(name)", over: MessageSocket(pair.takeFirst()), from: lender)
        } catch {
            throw .noLender("pid:\(name)", reason: "cannot be started: \(error)")
        }
    }

    /// Waits for its end, which is near, and takes note of it: nothing of the process is left then.
    ///
    /// - Returns: what became of it, as a sentence goes on.
    func outcome() -> String {
        if status == nil, let descriptor = process?.rawValue {
            var question = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            _ = try? systemCall("poll") { unsafe poll(&question, 1, Self.patience) }
            var found: Int32 = 0
            // Without waiting: one that does not end is the system's to clear away when this process has ended.
            if unsafe waitpid(number, &found, WNOHANG) == number { status = found }
        }
        return switch status {
        case nil: "does not answer"
        case .some(let status) where status & 0x7f != 0: "was ended by signal \(status & 0x7f)"
        case .some(let status): "has ended with status \(status >> 8 & 0xff)"
        }
    }

    /// Starts a program with standard error and a socket, and no other file of this process's.
    private static func spawn(
        _ program: String, _ arguments: [String], _ socket: Int32
    ) throws(SystemError) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        // It becomes another number, or the same that is not closed.
        unsafe posix_spawn_file_actions_adddup2(&actions, socket, socketNumber)
        for number in [STDIN_FILENO, STDOUT_FILENO] {
            unsafe posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
        }
        unsafe planeview_spawn_close_from(&actions, socketNumber + 1)
        var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        var number = pid_t()
        let error = unsafe posix_spawn(&number, program, &actions, nil, &words, environ)
        guard error == 0 else { throw SystemError(call: "posix_spawn", errno: error) }
        return number
    }
}
