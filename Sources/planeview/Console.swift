import Glibc

/// Where the program speaks: data to standard output, everything else to standard error.
enum Console {
    /// Sees to it that standard input, output and error are open. Where a starter has closed one, its number would go to the
    /// next file, and what is said would be written into a picture, or to the compositor.
    static func prepare() {
        // In this order: the lowest free number is given.
        for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) == -1 {
            _ = unsafe open("/dev/null", O_RDWR)
        }
    }

    /// A line of the result.
    static func print(_ line: String) {
        write(line, STDOUT_FILENO)
    }

    /// A line about what happens.
    static func log(_ line: String) {
        write("planeview: " + line, STDERR_FILENO)
    }

    /// Takes lines about one device of several.
    static func log(about device: String) -> (String) -> Void {
        { log("\(device): \($0)") }
    }

    /// Several lines about a wrong command line, as they are.
    static func complain(_ text: String) {
        write(text, STDERR_FILENO)
    }

    /// Whole lines at once, so that those of several programs do not mix. A reader that has gone is no reason to stop
    /// showing: errors are let go.
    private static func write(_ line: String, _ descriptor: Int32) {
        var bytes = Array((line + "\n").utf8)[...]
        while !bytes.isEmpty {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
