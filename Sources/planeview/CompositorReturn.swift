import Descriptors

/// Waits for a compositor that has gone to come back, by the same name: it is tried once a second.
final class CompositorReturn {
    /// Called when it is to be let go of what is left of the old one.
    var onStart: (() -> Void)?
    /// Called with the new connection.
    var onReturn: ((Session) -> Void)?

    private let loop: EventLoop
    private var alarm: Alarm?
    private var isFirst = true
    /// What was said of the present absence.
    private var said: Set<String> = []

    private static let period = Instant.Span.seconds(1)

    init(in loop: EventLoop) {
        self.loop = loop
        alarm = Alarm(in: loop) { [unowned self] in look() }
    }

    /// Begins, as soon as the loop gets round to it: the old connection is calling now, and cannot be let go of.
    func start() {
        isFirst = true
        said = []
        alarm?.set(loop.now)
    }

    private func look() {
        if isFirst { onStart?() }
        isFirst = false
        do throws(Failure) {
            onReturn?(try Session(in: loop))
        } catch {
            // That it is not there is known.
            if !error.mayPass, said.insert(error.message).inserted {
                Console.log("\(error.message); still waiting")
            }
            alarm?.set(loop.now + Self.period)
        }
    }
}
