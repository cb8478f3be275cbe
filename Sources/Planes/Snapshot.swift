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

    /// There is no device, for now.
    package static let absent = Snapshot(
        primary: .kept(.absent), overlay: .kept(.absent), cursor: .kept(.absent))

    package var isAbsent: Bool {
        if case .kept(.absent) = primary { true } else { false }
    }

    /// What was learnt of one plane.
    package enum Reading: Equatable, Sendable {
        /// The device scans out no such plane.
        case off
        case shown(Plane)
        /// Nothing could be learnt this time: what was shown stays.
        ///
        /// Indirect: else its text would make each copy of a reading cost more than all that is done with it.
        indirect case kept(Fault)
    }

    /// Why nothing could be learnt.
    package enum Fault: Equatable, Sendable {
        case rejected(Rejection)
        /// The device refused to answer, for now: a mode change under way, say. The text names call and reason.
        case refused(String)
        /// The device is not there, for now. Whoever says so tells people of it; nothing of its memory is named again.
        case absent
    }
}

extension Snapshot {
    /// The same planes, in memory of an opening of the device.
    package func of(opening: UInt32) -> Snapshot {
        // The first opening's are numbered so already.
        guard opening != 0 else { return self }
        return Snapshot(
            primary: primary.of(opening: opening), overlay: overlay.of(opening: opening),
            cursor: cursor.of(opening: opening))
    }
}

extension Snapshot.Reading {
    fileprivate func of(opening: UInt32) -> Snapshot.Reading {
        if case .shown(let plane) = self { .shown(plane.of(opening: opening)) } else { self }
    }
}
