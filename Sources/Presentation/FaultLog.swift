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
        case obstacles(Obstacles)
        case path(PlanePath)
        case revoked
        case full
    }

    private let report: (String) -> Void
    /// Both are asked for when a sentence needs them.
    private let sourceGPU: () -> GPU?
    private let compositorGPU: () -> GPU?
    private var seen: Set<Kind> = []

    /// - Parameters:
    ///   - sourceGPU: the GPU that makes the pictures.
    ///   - compositorGPU: the GPU that the compositor draws with.
    init(
        sourceGPU: @escaping () -> GPU?, compositorGPU: @escaping () -> GPU?,
        _ report: @escaping (String) -> Void
    ) {
        self.sourceGPU = sourceGPU
        self.compositorGPU = compositorGPU
        self.report = report
    }

    func rejected(_ rejection: Rejection, _ plane: PlaneKind) {
        note(plane, .rejected(rejection.kind), "the \(plane) plane is not shown: \(rejection)")
    }

    func refused(_ reason: String, _ plane: PlaneKind) {
        note(plane, .refused, "the \(plane) plane keeps its last picture: \(reason)")
    }

    /// No path works.
    func impossible(_ layout: BufferLayout, _ plane: PlaneKind, _ obstacles: Obstacles) {
        note(
            plane, .obstacles(obstacles),
            "the \(plane) plane (\(layout)) cannot be shown: \(obstacles)"
                + advice(obstacles, layout, otherwise: obstacles[.direct].flatMap(Self.remedy)))
    }

    /// What to do where no path works and another GPU is not the matter.
    private static func remedy(_ obstacle: PathObstacle) -> String? {
        switch obstacle {
        case .noDmabufs: "use a compositor that draws with a GPU, and so takes dma-bufs"
        case .format, .modifier: "have the guest use another format, or use another compositor"
        case .refused: "let the compositor draw with the GPU that makes the pictures"
        default: nil
        }
    }

    /// The plane is shown, by a path that is not the best.
    func path(_ path: PlanePath, _ layout: BufferLayout, _ plane: PlaneKind) {
        guard !path.obstacles.isEmpty else { return }
        note(
            plane, .path(path),
            "the \(plane) plane (\(layout)) takes the path \(path)" + advice(path.obstacles, layout))
    }

    /// The memory is not there any more.
    func revoked(_ layout: BufferLayout, _ plane: PlaneKind) {
        note(
            plane, .revoked,
            "the \(plane) plane keeps its last picture: the memory of the one that it has now (\(layout)) was taken away "
                + "while it was read; the guest's next mode is shown again")
    }

    func full(_ limit: Int, _ plane: PlaneKind) {
        note(
            plane, .full,
            "the \(plane) plane keeps its last picture: \(limit) buffers are alive and the compositor holds them all"
        )
    }

    private func advice(_ obstacles: Obstacles, _ layout: BufferLayout, otherwise remedy: String? = nil)
        -> String
    {
        let sentence = obstacles[.direct].flatMap {
            GPUAdvice.sentence(on: $0, layout, source: sourceGPU(), compositor: compositorGPU())
        }
        return (sentence ?? remedy).map { "; " + $0 } ?? ""
    }

    private func note(_ plane: PlaneKind, _ reason: Reason, _ text: @autoclosure () -> String) {
        if seen.insert(Kind(plane: plane, reason: reason)).inserted { report(text()) }
    }
}
