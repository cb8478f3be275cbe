package import Descriptors

/// Why a plane's pixels cannot be read by this process. The text completes "the primary plane …".
package enum PlaneFault: Error, Equatable, CustomStringConvertible {
    /// The device does not answer, or gives no memory, for now.
    case refused(String)
    case rejected(Rejection)
    /// Its pixels are not row after row.
    case arranged(Modifier)
    /// No processor may map its memory, or the system is out of something.
    case unmappable(SystemError)
    case unsynchronised(SystemError)
    /// Its memory went while it was read.
    case revoked

    init(_ fault: HeldMemory.Fault) {
        switch fault {
        case .unmappable(let error): self = .unmappable(error)
        case .unsynchronised(let error): self = .unsynchronised(error)
        case .revoked: self = .revoked
        }
    }

    init(_ fault: Snapshot.Fault) {
        switch fault {
        case .refused(let reason): self = .refused(reason)
        case .rejected(let rejection): self = .rejected(rejection)
        case .absent: self = .refused("the device is not there")
        }
    }

    /// Whether another try may succeed.
    var isPassing: Bool {
        if case .refused = self { true } else { false }
    }

    /// Whether a compositor may show the plane all the same.
    var isOfProcessorsOnly: Bool {
        switch self {
        case .arranged, .unmappable: true
        case .refused, .rejected, .unsynchronised, .revoked: false
        }
    }

    package var description: String {
        switch self {
        case .refused(let reason): "cannot be had: \(reason)"
        case .rejected(let rejection): "cannot be shown: \(rejection)"
        case .arranged(let modifier): "is \(modifier), which only a GPU reads"
        case .unmappable(let error): "is in memory that this processor cannot read (\(error))"
        case .unsynchronised(let error): "is in memory that cannot be read safely (\(error))"
        case .revoked: "is in memory that went while it was read"
        }
    }
}
