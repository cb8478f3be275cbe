internal import Descriptors
internal import Glibc

/// Takes one picture of what a source shows. It holds each memory that it asked for until it goes.
package final class ScreenshotTaker {
    private let source: any PlaneSource
    private let pause: () -> Void
    private var held: [BufferIdentity: HeldMemory] = [:]

    /// How often a source is asked whose planes cannot be had at once: a mode change may be under way.
    package static let tries = 10

    /// - Parameter pause: waits between two tries; 20 ms if nothing else is said.
    package init(_ source: any PlaneSource, pause: @escaping () -> Void = { usleep(20_000) }) {
        self.source = source
        self.pause = pause
    }

    deinit {
        let identities = held.keys
        held = [:]
        for identity in identities { source.release(identity) }
    }

    /// What is shown now. A cursor or overlay that cannot be read is left out, with a remark.
    package func take() throws(ScreenshotError) -> ScreenPicture {
        for _ in 1..<Self.tries {
            let readings = try readAll()
            let awaits = readings.contains(where: \.isPassing) || isAwaited(readings)
            if !awaits { return try ScreenPicture(readings) }
            try wait()
        }
        return try ScreenPicture(try readAll())
    }

    /// Whether the source may be about to tell of its first picture: a camera starts when it is asked.
    private func isAwaited(_ readings: [PlaneReading]) -> Bool {
        guard source.descriptor != nil, case .off(.primary) = readings.first else { return false }
        return true
    }

    private func wait() throws(ScreenshotError) {
        guard let descriptor = source.descriptor else { return pause() }
        var question = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&question, 1, Self.patience) > 0 else { return }
        do { try source.receive() } catch { throw .lost(error.description) }
    }

    /// How long a source that tells is waited for between two tries. Milliseconds.
    private static let patience: Int32 = 250

    /// From the back to the front.
    private func readAll() throws(ScreenshotError) -> [PlaneReading] {
        let snapshot: Snapshot
        do { snapshot = try source.snapshot() } catch { throw .lost(error.description) }
        var readings: [PlaneReading] = []
        for kind in PlaneKind.stackingOrder {
            switch snapshot[kind] {
            case .off: readings.append(.off(kind))
            case .kept(let fault): readings.append(.fault(kind, PlaneFault(fault)))
            case .shown(let plane): readings.append(try read(plane))
            }
        }
        return readings
    }

    private func read(_ plane: Plane) throws(ScreenshotError) -> PlaneReading {
        // Memory that nobody here can read need not be asked for.
        guard plane.layout.isReadByRows else { return .fault(plane.kind, .arranged(plane.layout.modifier)) }
        do throws(SourceError) {
            return PlaneReading(plane, in: try hold(plane))
        } catch {
            guard case .refused(let reason) = error else { throw .lost(error.description) }
            return .fault(plane.kind, .refused(reason))
        }
    }

    /// The plane's memory, asked for once. It is not let go of before the end: mbochs gives none twice.
    private func hold(_ plane: Plane) throws(SourceError) -> HeldMemory {
        if let known = held[plane.identity] { return known }
        let memory = HeldMemory(try source.memory(of: plane), plane.layout)
        held[plane.identity] = memory
        return memory
    }
}
