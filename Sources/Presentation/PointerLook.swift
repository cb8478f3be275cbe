internal import Planes
internal import Wayland

/// What stands for the user's pointer over a window.
enum PointerLook: Equatable {
    /// The compositor's arrow.
    case arrow
    /// Nothing: the guest's cursor is on the screen.
    case hidden
    /// A surface's content; where it points, in surface-local units from its corner.
    case image(WlSurface, hotspot: Plane.Position)

    static func == (one: PointerLook, other: PointerLook) -> Bool {
        switch (one, other) {
        case (.arrow, .arrow), (.hidden, .hidden): true
        case (.image(let a, let first), .image(let b, let second)): a === b && first == second
        default: false
        }
    }
}
