/// How the program ends. README.md lists the same.
enum ExitStatus: Int32 {
    case success = 0
    /// The command line is wrong.
    case usage = 1
    /// The device cannot be opened, has no display, or no picture can be taken of it; or there is no monitor (`--qmp`).
    case device = 2
    /// The device went away while it was shown, or it captures and has no such format or size as was asked for.
    case deviceLost = 3
    /// There is no compositor, it lacks something, or it went away.
    case compositor = 4
    /// The system gave no descriptor, no memory, or no room for a file.
    case resources = 5
    /// The compositor drew a picture itself, and was not to (`--require-zero-copy`).
    case composited = 6
}

/// Why the program ends early: a sentence for people, and the status.
struct Failure: Error {
    let status: ExitStatus
    let message: String
    /// Whether another try may succeed: the device is not there, or not to be had, now.
    let mayPass: Bool

    init(_ status: ExitStatus, _ message: String, mayPass: Bool = false) {
        self.status = status
        self.message = message
        self.mayPass = mayPass
    }
}

/// The program ends with a status; why was said.
struct Ending: Error {
    let status: ExitStatus

    init(_ status: ExitStatus) { self.status = status }
}
