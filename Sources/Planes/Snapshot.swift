/// All planes of a source at one instant.
package struct Snapshot: Equatable, Sendable {
    package var primary: Reading
    package var overlay: Reading
    package var cursor: Reading

    package init(primary: Reading = .off, overlay: Reading = .off, cursor: Reading = .off) {
        self.primary = primary
        self.overlay = overlay
        self.cursor = cursor
    }

    package subscript(kind: PlaneKind) -> Reading {
        get {
            switch kind {
            case .primary: primary
            case .overlay: overlay
            case .cursor: cursor
            }
        }
        set {
            switch kind {
            case .primary: primary = newValue
            case .overlay: overlay = newValue
            case .cursor: cursor = newValue
            }
        }
    }

    /// What was learnt of one plane.
    package enum Reading: Equatable, Sendable {
        /// The device scans out no such plane.
        case off
        case shown(Plane)
        /// Nothing could be learnt this time: what was shown stays.
        case kept(Fault)
    }

    /// Why nothing could be learnt.
    package enum Fault: Equatable, Sendable {
        case rejected(Rejection)
        /// The device refused to answer, for now: a mode change under way, say. The text names call and reason.
        case refused(String)
    }
}
