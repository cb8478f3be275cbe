package import Descriptors
package import Planes

/// Why something that a virtual machine said of its screen is not shown. What was shown stays.
package enum ScreenFault: Error, Equatable, CustomStringConvertible {
    case rejected(Rejection)
    /// A format that cannot be shown, by pixman's code.
    case format(UInt32)
    /// Fewer bytes than the picture or the rectangle needs.
    case data(count: Int, needed: UInt64)
    /// Memory that is none of a kind that may be shown, or that is too small.
    case file(String)
    /// The picture lies in several memory planes.
    case planes(Int)
    /// A part of a picture that does not lie row after row.
    case part(Modifier)
    /// A rectangle that is none, or lies too far away.
    case rectangle
    /// Nothing is shown that could be changed.
    case nothing
    /// The system is out of something.
    case system(SystemError)

    package var description: String {
        switch self {
        case .rejected(let rejection): rejection.description
        case .format(let code): "pixman's format 0x\(String(code, radix: 16)) is not one that planeview knows"
        case .data(let count, let needed): "\(needed) bytes are needed and \(count) came"
        case .file(let reason): reason
        case .planes(let count): "it lies in \(count) memory planes, and planeview shows those of one"
        case .part(let modifier): "it is a part of a picture that is \(modifier), which cannot be cut"
        case .rectangle: "there is no such rectangle"
        case .nothing: "nothing is shown that could be changed"
        case .system(let error): "the system is out of something: \(error)"
        }
    }

    /// What a snapshot says of it.
    var fault: Snapshot.Fault {
        if case .rejected(let rejection) = self { .rejected(rejection) } else { .refused(description) }
    }
}
