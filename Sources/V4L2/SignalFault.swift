/// Why an input has no pictures for now.
enum SignalFault: Error, CustomStringConvertible {
    case none(String)
    case unstable(String)
    case outOfRange(String)

    var description: String {
        switch self {
        case .none(let name): "\(name) has no signal"
        case .unstable(let name): "\(name)'s signal is not stable"
        case .outOfRange(let name): "\(name) cannot take its signal: choose another mode at the other end"
        }
    }
}
