import Foundation

/// A line of `weston-debug proto`: a message between the compositor and one of its clients.
struct Message {
    /// When the compositor read or wrote it, to the millisecond; seconds since 1970.
    let time: Double
    /// The client's process.
    let process: Int32
    let isRequest: Bool
    /// The object and what is said to or by it: "wl_surface", 17, "attach", "wl_buffer@24, 0, 0".
    let interface: Substring
    let object: Substring
    let name: Substring
    let arguments: [Substring]

    /// - Parameter line: such as
    ///   `[2026-11-26 05:35:33.010][proto] client 0x565547cc0460 (PID 7345) rq wl_surface@16.attach(wl_buffer@24, 0, 0)`.
    /// - Returns: nil when it is none.
    init?(_ line: Substring) {
        guard
            let match = line.wholeMatch(
                of:
                    /\[(\S+) (\S+)\.(\d+)\].* \(PID (\d+)\) (rq|ev) (\w+)@(\d+)\.(\w+)\((.*)\)/
            )
        else { return nil }
        let fields = match.output
        // The bed knows no time zones.
        guard let second = try? Date("\(fields.1)T\(fields.2)Z", strategy: .iso8601),
            let millisecond = Double(fields.3), let process = Int32(fields.4)
        else { return nil }
        time = second.timeIntervalSince1970 + millisecond / 1000
        self.process = process
        isRequest = fields.5 == "rq"
        (interface, object, name) = (fields.6, fields.7, fields.8)
        arguments = fields.9.split(separator: ", ")
    }

    /// How many descriptors go with it.
    var descriptors: Int { arguments.count { $0.hasPrefix("fd ") } }

    /// The number of an object among the arguments, such as "new id wl_callback@26".
    func object(of interface: String) -> Substring? {
        for argument in arguments {
            guard let range = argument.range(of: interface + "@") else { continue }
            return argument[range.upperBound...]
        }
        return nil
    }

    /// An argument that is a number.
    func number(_ index: Int) -> Int? { index < arguments.count ? Int(arguments[index]) : nil }
}
