internal import Planes

/// The pictures that a source counts and awaits back (`PlaneSource.released`): each goes back once, when nobody reads it any
/// more.
final class PictureReturns {
    private let source: any PlaneSource
    private var outstanding: Set<BufferIdentity> = []

    init(_ source: any PlaneSource) {
        self.source = source
    }

    deinit {
        // With the window, its last reader has gone.
        for identity in outstanding { source.released(identity) }
    }

    /// A snapshot has named a picture for the first time.
    func take(_ plane: Plane) {
        if plane.sequence != nil { outstanding.insert(plane.identity) }
    }

    /// Nobody reads the picture in a buffer any more. One that went back already, or that is not awaited, changes nothing.
    func giveBack(_ identity: BufferIdentity) {
        if outstanding.remove(identity) != nil { source.released(identity) }
    }
}
