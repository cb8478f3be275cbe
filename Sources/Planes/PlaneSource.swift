/// The seam: where planes come from. Presentation asks these questions and no others.
package protocol PlaneSource: AnyObject {
    /// What people call it: the window's title begins with it. It may change when the device comes or goes
    /// (`Snapshot.isAbsent`).
    var name: String { get }

    /// The GPU that makes the pictures, for sentences about it; nil where nobody knows.
    var gpu: GPU? { get }

    /// Whether the pictures are a video's: what is shown may then be timed and scaled as suits that. A guest's screen is none: its
    /// text is to stay sharp.
    var isVideo: Bool { get }

    /// A descriptor that becomes readable when something may have changed; nil when the source must be asked.
    var descriptor: Int32? { get }

    /// Whether it must be asked again and again: what its descriptor tells, if it has one, is not that there are pictures.
    /// It may change with what the descriptor tells and with each snapshot.
    var isPolled: Bool { get }

    /// The descriptor has become readable: takes in what has come. A snapshot is asked for next.
    ///
    /// - Throws: `SourceError.lost` when what has come is the source's end.
    func receive() throws(SourceError)

    /// What is shown now.
    ///
    /// - Throws: `SourceError.lost` when the source is gone for good, `.unfit` when it cannot show what was asked for. All
    ///   else is in the snapshot.
    func snapshot() throws(SourceError) -> Snapshot

    /// The memory of a plane of the last snapshot. Asked once for each identity, until `release` is called for it.
    ///
    /// - Throws: `SourceError.refused` when it cannot be had now (the guest has moved on), `.lost` when the source is
    ///   gone.
    func memory(of plane: Plane) throws(SourceError) -> PlaneMemory

    /// The identity is no longer held: its memory is closed here and in the compositor.
    func release(_ identity: BufferIdentity)

    /// Gives the guest another monitor, or takes the one that it has away. A guest must have seen that for a moment before it
    /// is given another (100 ms are QEMU's habit). What comes of it is in later snapshots. A source whose guest cannot be
    /// given one does nothing.
    ///
    /// - Parameter monitor: nil takes it away.
    /// - Throws: `SourceError.refused` when the device did not take it; the guest may have none, then.
    func plug(_ monitor: Monitor?) throws(SourceError)

    // MARK: What sources of finished pictures are told besides (`Plane.sequence`). Others need not listen.

    /// What the compositor takes. Told before the first snapshot is asked for, and whenever it changes. A source that has a
    /// choice of formats makes it by this; where nothing is left to choose, the next snapshot says so.
    func prefer(_ formats: PresentableFormats)

    /// A picture of a snapshot is not needed any more, shown or not: the compositor or the copy has finished reading it, or
    /// it was passed over for a newer one. Its buffer may be written again, and must not be read until a snapshot names it
    /// with another number.
    ///
    /// Called once for each number that a snapshot named. Until then the source goes without the buffer.
    func released(_ identity: BufferIdentity)

    /// Whether the identity may be in a snapshot again. Memory of one that may not is of no use: it is let go of (`release`) as
    /// soon as it is not shown and the compositor does not hold it.
    func mayReturn(_ identity: BufferIdentity) -> Bool

    /// Pictures that were taken and were in no snapshot: a newer one came first, or no buffer was free.
    var droppedPictures: Int { get }
}

extension PlaneSource {
    package var gpu: GPU? { nil }
    package var isVideo: Bool { false }
    package var descriptor: Int32? { nil }
    package var isPolled: Bool { true }
    package func receive() throws(SourceError) {}
    package func plug(_ monitor: Monitor?) throws(SourceError) {}
    package func prefer(_ formats: PresentableFormats) {}
    package func released(_ identity: BufferIdentity) {}
    package func mayReturn(_ identity: BufferIdentity) -> Bool { true }
    package var droppedPictures: Int { 0 }
}

/// What keeps a source from answering. The text is a sentence for people.
package enum SourceError: Error, Equatable, CustomStringConvertible {
    /// Not now; ask again.
    case refused(String)
    /// Never again, of this opening of the device.
    case lost(String)
    /// The device is not what was asked for: to open it again leads to the same.
    case unfit(String)

    package var description: String {
        switch self {
        case .refused(let reason), .lost(let reason), .unfit(let reason): reason
        }
    }
}
