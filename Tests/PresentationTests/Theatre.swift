import Descriptors
import Planes
import Presentation
import TestCompositor
import Wayland

/// A presenter and a compositor in one thread, which a test lets act in turns.
final class Theatre {
    let compositor: TestCompositor
    let source: ScriptedSource
    let loop: EventLoop
    let connection: Connection
    /// nil after `close`.
    private(set) var presenter: Presenter?
    private(set) var reports: [String] = []
    private(set) var ends: [String] = []
    private var driver: ConnectionDriver?

    init(_ compositor: TestCompositor = TestCompositor(), _ source: ScriptedSource = ScriptedSource()) throws
    {
        self.compositor = compositor
        self.source = source
        loop = try EventLoop()
        connection = Connection(adopting: try compositor.connect())
        let bound = try Compositor(on: connection) { (connection) throws(ConnectionError) in
            try compositor.settle(connection)
        }
        let presenter = try Presenter(source, on: bound, in: loop) { [unowned self] in reports.append($0) }
        self.presenter = presenter
        presenter.onEnd = { [unowned self] end in
            switch end {
            case .closed: ends.append("closed")
            case .failed(let error): ends.append(error.description)
            }
        }
        driver = try ConnectionDriver(connection, in: loop) { [unowned self] error in
            self.presenter?.end(.failed(.compositor(error)))
        }
        try settle()
    }

    var statistics: Statistics {
        guard let presenter else { preconditionFailure("closed") }
        return presenter.statistics
    }

    /// The compositor's view of the window.
    var window: Surface { compositor.all(Surface.self)[0] }

    /// What is on the screen, from the back: buffer size, position, size on the screen.
    var layers: [String] {
        compositor.layers(of: window).map { layer in
            let buffer = layer.surface.current.buffer
            let size = layer.surface.current.size
            return
                "\(buffer?.width ?? 0)×\(buffer?.height ?? 0) at \(layer.x),\(layer.y) as \(size.width)×\(size.height)"
        }
    }

    /// Lets both talk until neither has anything to say; timers that are due go off.
    func settle() throws {
        var quiet = 0
        while quiet < 3 {
            let before = compositor.requestCount
            try loop.turn(timeout: 0)
            compositor.step()
            quiet = compositor.requestCount == before ? quiet + 1 : 0
        }
    }

    /// Ends a frame, and lets what follows from it happen.
    func frame() throws {
        compositor.finishFrame()
        compositor.step()
        try settle()
    }

    /// Waits for the next time that the source is asked, and lets what follows happen. The schedule's longest wait is a
    /// second.
    func poll() throws {
        let before = statistics.polls
        for _ in 0..<40 where statistics.polls == before {
            compositor.step()
            try loop.turn(timeout: 100)
        }
        precondition(statistics.polls > before, "the source is not asked any more")
        try settle()
    }

    /// Polls until something is so.
    func poll(until isSo: () -> Bool) throws {
        for _ in 0..<20 where !isSo() { try poll() }
        precondition(isSo(), "it never came to that")
    }

    /// Lets go of the presenter.
    func close() throws {
        presenter = nil
        while try !connection.flush() { compositor.step() }
        compositor.step()
    }
}
