/// What is wrong with the other end of a socket that should be QEMU's monitor.
package enum MonitorFault: Error, Equatable {
    case notJSON
    case tooLong
    /// It said something out of turn.
    case unexpected
    /// It does not take commands: why, in its words.
    case refused(String)
}

extension MonitorFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notJSON: "what it says is no JSON"
        case .tooLong: "it says more than \(MessageSplitter.limit >> 20) MiB in one message"
        case .unexpected: "it does not answer as a monitor does"
        case .refused(let reason): "it takes no commands: \(reason)"
        }
    }
}
