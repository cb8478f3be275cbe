internal import Planes

/// One way of asking a device for its planes and their memory.
protocol PlaneAccess: AnyObject {
    var interface: PlaneInterface { get }

    /// Asks for one plane: one `VFIO_DEVICE_QUERY_GFX_PLANE`, two where the first finds no memory.
    func ask(for kind: PlaneKind) -> PlaneAnswer

    /// The memory of a plane of the last snapshot.
    func memory(of plane: Plane) throws(SourceError) -> PlaneMemory

    /// The identity's memory was closed.
    func release(_ identity: BufferIdentity)

    /// All planes have been asked for.
    func finishSnapshot()
}

extension PlaneAccess {
    func release(_ identity: BufferIdentity) {}
    func finishSnapshot() {}
}

/// What a device answered when it was asked for a plane.
enum PlaneAnswer: Equatable {
    case reply(PlaneReply)
    /// The call succeeded, and what it said cannot be so.
    case rejected(Rejection)
    /// The call failed with this `errno`.
    case failed(Int32)

    /// Through the gate.
    func reading(refusal: (Int32) -> String) -> Snapshot.Reading {
        switch self {
        case .reply(let reply):
            do {
                return try reply.checked().map { .shown($0) } ?? .off
            } catch {
                return .kept(.rejected(error))
            }
        case .rejected(let rejection): return .kept(.rejected(rejection))
        case .failed(let error): return .kept(.refused(refusal(error)))
        }
    }
}
