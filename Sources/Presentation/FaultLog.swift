internal import Planes

/// Tells people of faults once a kind, and counts the rest.
final class FaultLog {
    private struct Kind: Hashable {
        let plane: PlaneKind
        let reason: Reason
    }

    private enum Reason: Hashable {
        case rejected(Rejection.Kind)
        case refused
        case notImported
        case full
    }

    private let report: (String) -> Void
    private var seen: Set<Kind> = []

    init(_ report: @escaping (String) -> Void) {
        self.report = report
    }

    func rejected(_ rejection: Rejection, _ plane: PlaneKind) {
        note(plane, .rejected(rejection.kind), "the \(plane) plane is not shown: \(rejection)")
    }

    func refused(_ reason: String, _ plane: PlaneKind) {
        note(plane, .refused, "the \(plane) plane keeps its last picture: \(reason)")
    }

    func notImported(_ layout: BufferLayout, _ plane: PlaneKind, _ reason: String) {
        note(plane, .notImported, "the \(plane) plane (\(layout)) cannot be shown: \(reason)")
    }

    func full(_ limit: Int, _ plane: PlaneKind) {
        note(
            plane, .full,
            "the \(plane) plane keeps its last picture: \(limit) buffers are alive and the compositor holds them all"
        )
    }

    private func note(_ plane: PlaneKind, _ reason: Reason, _ text: @autoclosure () -> String) {
        if seen.insert(Kind(plane: plane, reason: reason)).inserted { report(text()) }
    }
}
