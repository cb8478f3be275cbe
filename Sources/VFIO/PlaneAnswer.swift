internal import Planes

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

    /// Whether this is another plane's reply: the same memory, drawn the same way.
    func isSamePicture(as other: PlaneAnswer) -> Bool {
        guard case .reply(let reply) = self, case .reply(let other) = other, !reply.isOff else {
            return false
        }
        return reply.name == other.name && reply.width == other.width && reply.height == other.height
    }
}
