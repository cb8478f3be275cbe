internal import Descriptors
internal import Planes
internal import Wayland

/// The copies of one plane, where the compositor does not take it as it is: by the best step of the ladder that works.
final class PlaneCopies {
    /// What came of a picture.
    enum Outcome {
        case frame(CopyChain.Frame, PlanePath)
        /// The compositor has not answered for a buffer.
        case offered
        /// The compositor holds every buffer: the last picture stays.
        case held
        /// No step works.
        case impossible(Obstacles)
        case unreadable(HeldMemory.Fault)
    }

    /// Called when the compositor has answered for a buffer.
    var onAnswer: (() -> Void)?

    private let compositor: Compositor
    private let statistics: Statistics
    private let retired = RetiredBuffers()
    /// What the steps were found for.
    private var judged: Judgement?
    /// Those that have not failed, the best first.
    private var steps: [CopyStep] = []
    private var obstacles = Obstacles()
    /// What shows the plane.
    private var chain: CopyChain?
    /// What is to show it by a better step, once its first buffer is taken: until then the other goes on.
    private var candidate: CopyChain?
    private var chainCount = 0

    private struct Judgement: Equatable {
        let picture: Picture
        let modifier: Modifier
        let epoch: Int
    }

    /// What all pictures of a chain have in common.
    private struct Picture: Equatable {
        let width: UInt32
        let height: UInt32
        let format: Fourcc
        let colour: ColourEncoding?
    }

    init(_ compositor: Compositor, _ statistics: Statistics) {
        self.compositor = compositor
        self.statistics = statistics
    }

    /// Copies what has changed of a picture.
    ///
    /// - Parameters:
    ///   - plane: how it lies in its memory.
    ///   - formats: the dma-bufs that the compositor takes for the plane's surface; nil for none.
    ///   - obstacle: what is in the way of the direct path.
    func show(
        _ memory: HeldMemory, _ plane: Plane, taking formats: DmabufFormats?,
        notDirect obstacle: PathObstacle
    ) -> Outcome {
        let layout = plane.layout
        judge(plane, formats)
        while let best = steps.first {
            do throws(CopyFault) {
                let (outcome, step) = try show(memory, plane, by: best)
                switch outcome {
                case .offered: return .offered
                case .held: return .held
                case .frame(let frame):
                    let path = PlanePath(
                        step.path, obstacles: obstacles(above: step.path, layout, formats, obstacle),
                        conversion: step.format == layout.format ? nil : step.format)
                    return .frame(frame, path)
                }
            } catch {
                switch error {
                case .unreadable(let fault): return .unreadable(fault)
                case .impossible(let obstacle):
                    obstacles[best.path] = obstacle
                    steps.removeFirst()
                    candidate = nil
                }
            }
        }
        retire()
        return .impossible(obstacles(above: nil, layout, formats, obstacle))
    }

    /// Shows a picture by the best step, or by another that works until the best one's first buffer is taken.
    ///
    /// - Returns: what came of it, and of which step.
    private func show(
        _ memory: HeldMemory, _ plane: Plane, by best: CopyStep
    ) throws(CopyFault) -> (CopyChain.Outcome, CopyStep) {
        let layout = plane.layout
        if let chain, chain.step == best { return (try chain.show(memory, layout), best) }
        let candidate = candidate ?? makeChain(best, plane)
        self.candidate = candidate
        let outcome = try candidate.show(memory, layout)
        if case .frame = outcome {
            chain?.retire(to: retired)
            chain = candidate
            self.candidate = nil
        } else if let chain {
            return ((try? chain.show(memory, layout)) ?? .held, chain.step)
        }
        return (outcome, best)
    }

    /// The plane needs no copies any more.
    func retire() {
        chain?.retire(to: retired)
        candidate?.retire(to: retired)
        chain = nil
        candidate = nil
    }

    /// Finds the steps anew for other pictures, and when the compositor has changed its mind.
    private func judge(_ plane: Plane, _ formats: DmabufFormats?) {
        let layout = plane.layout
        let picture = Picture(
            width: layout.width, height: layout.height, format: layout.format, colour: plane.colour)
        let new = Judgement(
            picture: picture, modifier: layout.modifier, epoch: compositor.importer?.epoch ?? 0)
        guard new != judged else { return }
        if picture != judged?.picture { retire() }
        judged = new
        candidate = nil
        obstacles = Obstacles()
        steps = CopyStep.steps(
            for: layout, dmabuf: formats, sharedMemory: compositor.sharedMemory.formats)
    }

    private func makeChain(_ step: CopyStep, _ plane: Plane) -> CopyChain {
        chainCount += 1
        return CopyChain(step, plane.layout, plane.colour, serial: chainCount, statistics) {
            [unowned self] (layout) throws(PathObstacle) in try makeBuffer(step, layout)
        }
    }

    private func makeBuffer(_ step: CopyStep, _ layout: BufferLayout) throws(PathObstacle) -> CopyBuffer {
        guard step.path == .udmabuf, let importer = compositor.importer else {
            let buffer = try CopyBuffer(layout, through: compositor.sharedMemory)
            count()
            return buffer
        }
        return try CopyBuffer(layout, modifier: step.modifier, through: importer, from: compositor.exporter) {
            [unowned self] isTaken in
            if isTaken { count() } else { statistics.importFailures += 1 }
            onAnswer?()
        }
    }

    private func count() {
        statistics.buffersCreated += 1
        statistics.buffersLive += 1
    }

    /// What is in the way of the paths that are better than one; nil for all of them.
    private func obstacles(
        above path: PixelPath?, _ layout: BufferLayout, _ formats: DmabufFormats?, _ obstacle: PathObstacle
    ) -> Obstacles {
        var all = Obstacles()
        for better in PixelPath.allCases where path.map({ better < $0 }) ?? true {
            all[better] =
                better == .direct
                ? obstacle : obstacles[better] ?? CopyStep.obstacle(on: better, layout, dmabuf: formats)
        }
        return all
    }
}
