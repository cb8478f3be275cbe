/// The seam: where planes come from. Presentation asks these questions and no others.
package protocol PlaneSource: AnyObject {
    /// What people call it: the window's title begins with it.
    var name: String { get }

    /// The GPU that makes the pictures, for sentences about it; nil where nobody knows.
    var gpu: GPU? { get }

    /// A descriptor that becomes readable when something may have changed; nil when the source must be asked.
    var descriptor: Int32? { get }

    /// The descriptor has become readable: takes in what has come. A snapshot is asked for next.
    ///
    /// - Throws: `SourceError.lost` when what has come is the source's end.
    func receive() throws(SourceError)

    /// What is shown now.
    ///
    /// - Throws: `SourceError.lost` when the source is gone for good. All else is in the snapshot.
    func snapshot() throws(SourceError) -> Snapshot

    /// The memory of a plane of the last snapshot. Asked once for each identity, until `release` is called for it.
    ///
    /// - Throws: `SourceError.refused` when it cannot be had now (the guest has moved on), `.lost` when the source is
    ///   gone.
    func memory(of plane: Plane) throws(SourceError) -> PlaneMemory

    /// The identity is no longer held: its memory is closed here and in the compositor.
    func release(_ identity: BufferIdentity)
}

extension PlaneSource {
    package var gpu: GPU? { nil }
    package var descriptor: Int32? { nil }
    package func receive() throws(SourceError) {}
}

/// What keeps a source from answering. The text is a sentence for people.
package enum SourceError: Error, Equatable, CustomStringConvertible {
    /// Not now; ask again.
    case refused(String)
    /// Never again.
    case lost(String)

    package var description: String {
        switch self {
        case .refused(let reason), .lost(let reason): reason
        }
    }
}
