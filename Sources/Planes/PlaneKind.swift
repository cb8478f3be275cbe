/// What a plane is for. The raw values are the kernel's `enum drm_plane_type`: mind their order.
package enum PlaneKind: UInt32, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    case overlay = 0
    case primary = 1
    case cursor = 2

    /// The kinds from the back to the front.
    package static let stackingOrder: [PlaneKind] = [.primary, .overlay, .cursor]

    package var description: String {
        switch self {
        case .overlay: "overlay"
        case .primary: "primary"
        case .cursor: "cursor"
        }
    }
}
