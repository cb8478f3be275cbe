import Descriptors
import Planes
import Presentation
import TestCompositor
import Testing
import Wayland

/// A presenter and a compositor in one thread, which a test lets act in turns.
final class Theatre {
    let compositor: TestCompositor
    let source: ScriptedSource
    let exporter: MemoryExporter
    let loop: EventLoop
    let connection: Connection
    /// nil after `close`.
    private(set) var presenter: Presenter?
    private(set) var reports: [String] = []
    private(set) var ends: [String] = []
    private var driver: ConnectionDriver?

    init(
        _ compositor: TestCompositor = TestCompositor(), _ source: ScriptedSource = ScriptedSource(),
        _ exporter: MemoryExporter = MemoryExporter()
    ) throws {
        self.compositor = compositor
        self.source = source
        self.exporter = exporter
        loop = try EventLoop()
        connection = Connection(adopting: try compositor.connect())
        let bound = try Compositor(on: connection, exporter: exporter) {
            (connection) throws(ConnectionError) in
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
        driver = try ConnectionDriver(
            connection, in: loop, beforeSending: { [unowned self] in self.presenter?.latchIfDue() },
            onFailure: { [unowned self] error in self.presenter?.end(.failed(.compositor(error))) })
        try settle()
    }

    var statistics: Statistics {
        guard let presenter else { preconditionFailure("closed") }
        return presenter.statistics
    }

    /// The compositor's view of the window.
    var window: Surface { compositor.all(Surface.self)[0] }

    /// The compositor's view of the planes, from the back.
    var planes: [Surface] { Array(compositor.all(Surface.self).dropFirst()) }

    /// What is on the screen, from the back: buffer size, position, size on the screen.
    var layers: [String] {
        compositor.layers(of: window).map { layer in
            let buffer = layer.surface.current.buffer
            let size = layer.surface.current.size
            return
                "\(buffer?.width ?? 0)×\(buffer?.height ?? 0) at \(layer.x),\(layer.y) as \(size.width)×\(size.height)"
        }
    }

    /// The requests since the last call, which are forgotten with it. Objects are numbered by interface in the order
    /// of their first mention: what number the connection gives them says nothing.
    func takeRequests() -> [String] {
        var known: [Substring: [Substring]] = [:]
        return compositor.takeLog().map { line in
            line.replacing(#/([a-z0-9_]+)#(\d+)/#) { match in
                let number = known[match.1]?.firstIndex(of: match.2) ?? known[match.1]?.count ?? 0
                if number == known[match.1]?.count ?? 0 { known[match.1, default: []].append(match.2) }
                return "\(match.1)#\(number + 1)"
            }
        }
    }

    /// Lets the compositor say what it has to, and what follows from it happen.
    func hear() throws {
        compositor.step()
        try settle()
    }

    /// Lets both talk until neither has anything to say; timers that are due go off.
    func settle() throws {
        var quiet = 0
        for _ in 0..<1000 where quiet < 3 {
            let before = compositor.requestCount
            try loop.turn(timeout: 0)
            compositor.step()
            quiet = compositor.requestCount == before ? quiet + 1 : 0
        }
        try #require(quiet == 3, "they never come to rest")
    }

    /// Ends a frame, and lets what follows from it happen.
    func frame() throws {
        compositor.finishFrame()
        try hear()
    }

    /// Lets the source be asked once more at least, and lets what follows happen: ends a frame, which leads, or waits for
    /// the timer behind it. The schedule's longest wait is a second.
    func poll() throws {
        let before = statistics.polls
        try frame()
        for _ in 0..<40 where statistics.polls == before {
            compositor.step()
            try loop.turn(timeout: 100)
        }
        try #require(statistics.polls > before, "the source is not asked any more")
        try settle()
    }

    /// Polls until something is so.
    func poll(until isSo: () -> Bool) throws {
        for _ in 0..<20 where !isSo() { try poll() }
        try #require(isSo(), "it never came to that")
    }

    /// Lets go of the presenter.
    func close() throws {
        presenter = nil
        while try !connection.flush() { compositor.step() }
        compositor.step()
    }
}
