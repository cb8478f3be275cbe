package import Descriptors
package import Planes
package import Wayland

/// Why a window cannot be shown, or not any longer.
package enum PresentationError: Error, CustomStringConvertible {
    /// There is no compositor, or none that is good enough, or it is gone.
    case compositor(ConnectionError)
    /// The source is gone.
    case source(SourceError)
    /// The system gave no descriptor or no memory.
    case system(SystemError)
    /// A picture was drawn by the compositor, or may be without anybody's knowing, and none must be; the text says why.
    case composited(String)
    /// There is no output of that name; `names` are those that there are.
    case noOutput(String, names: [String])
    /// There is nothing but text to show, and it cannot be drawn; the text says why, and what to do.
    case text(String)

    package var description: String {
        switch self {
        case .compositor(let error): error.description
        case .source(let error): error.description
        case .system(let error): "the system is out of something: \(error)"
        case .noOutput(let name, let names) where names.isEmpty:
            "there is no output '\(name)': the compositor does not say what its outputs are called"
        case .noOutput(let name, let names):
            "there is no output '\(name)': there is \(names.joined(separator: ", "))"
        case .text(let reason): reason
        case .composited(let reason): "--require-zero-copy: the compositor drew a picture itself: \(reason)"
        }
    }
}
