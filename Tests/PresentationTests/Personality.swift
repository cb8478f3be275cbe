import Planes
import Presentation
import TestCompositor
import Testing

/// What a compositor takes besides what every one does.
struct Personality: Sendable, CustomTestStringConvertible {
    var direct: Bool
    var udmabuf: Bool

    static let all = [(true, true), (true, false), (false, true), (false, false)]
        .map { Personality(direct: $0.0, udmabuf: $0.1) }

    /// The path that a plane with a dma-buf takes.
    var best: PixelPath { direct ? .direct : udmabuf ? .udmabuf : .shm }
    var testDescription: String {
        "\(direct ? "takes" : "refuses") direct, \(udmabuf ? "takes" : "refuses") udmabuf"
    }

    func names(_ source: ScriptedSource) -> Set<String> {
        Set((direct ? [source.fileName] : []) + (udmabuf ? ["planeview-copy"] : []))
    }
}

extension Theatre {
    /// Shows an easel's first buffer in a compositor with a personality.
    ///
    /// - Parameter exports: whether the machine has udmabuf.
    static func ladder(
        _ easel: Easel, _ personality: Personality, globals: [String: UInt32] = TestCompositor.everything,
        exports: Bool = true, prepare: (TestCompositor) -> Void = { _ in }
    ) throws -> Theatre {
        let compositor = TestCompositor(globals: globals)
        compositor.imports = .accepting(personality.names(easel.source))
        prepare(compositor)
        if easel.source.now.primary == .off { easel.show(1) }
        let theatre = try Theatre(compositor, easel.source, MemoryExporter(isThere: exports))
        try theatre.poll { theatre.layers.count == 2 }
        return theatre
    }

    /// Lets the compositor tell something new, so that all is judged again.
    func changeMind(_ change: (inout DmabufFeedbackScript) -> Void = { _ in }) throws {
        compositor.feedback.mainDevice += 1
        change(&compositor.feedback)
        for feedback in compositor.all(DmabufFeedback.self) { feedback.tell(compositor.feedback) }
        try hear()
    }

    /// The way of the primary plane.
    var path: PlanePath? { statistics.paths[.primary] }
}
