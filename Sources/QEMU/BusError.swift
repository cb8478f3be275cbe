package import Descriptors

/// What went wrong on a D-Bus connection.
package enum BusError: Error, Equatable, CustomStringConvertible {
    /// libsystemd cannot be used.
    case library(DynamicLibraryError)
    /// A function of sd-bus failed.
    case failed(SystemError)
    /// The other side has closed the connection, or broke the protocol.
    case closed
    /// The other side answered with an error.
    case refused(name: String, text: String)
    /// The other side did not answer in time.
    case silent
    /// A message does not hold what it should.
    case malformed

    /// Whether the bus knows nobody by the name that was called.
    var isOfNobody: Bool {
        guard case .refused(let name, _) = self else { return false }
        return name == "org.freedesktop.DBus.Error.ServiceUnknown"
            || name == "org.freedesktop.DBus.Error.NameHasNoOwner"
    }

    package var description: String {
        switch self {
        case .library(let error): "\(error): install libsystemd (Debian's package libsystemd0)"
        case .failed(let error): error.description
        case .closed: "the connection was closed"
        case .refused(let name, let text): text.isEmpty ? name : text
        case .silent: "there is no answer"
        case .malformed: "the answer makes no sense"
        }
    }
}
