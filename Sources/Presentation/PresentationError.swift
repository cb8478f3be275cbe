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

    package var description: String {
        switch self {
        case .compositor(let error): error.description
        case .source(let error): error.description
        case .system(let error): "the system is out of something: \(error)"
        }
    }
}
