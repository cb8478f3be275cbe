import Descriptors
import Input
import Planes
import Presentation
import TestCompositor
import Testing
import Wayland

/// A presenter and a compositor in one thread, which a test lets act in turns, in simulated time.
final class Theatre {
    /// What the presenter takes for the time.
    final class Clock {
        var now = Instant.now
    }

    /// What was told to people.
    private final class Said {
        var lines: [String] = []
    }

    let clock = Clock()
    let compositor: TestCompositor
    let source: ScriptedSource
    let exporter: MemoryExporter
    let loop: EventLoop
    let connection: Connection
    /// nil after `close`.
    private(set) var presenter: Presenter?
    var reports: [String] { said.lines }
    private(set) var ends: [String] = []
    private let said = Said()
    /// Presenters that share the connection with the first.
    private(set) var others: [Presenter] = []
    private let driver: ConnectionDriver
    /// What the compositor offers; nil after `close`.
    private var bound: Compositor?

    /// - Parameters:
    ///   - outer: stands for the source before the presenter; nil for none.
    ///   - decorationLibrary: libdecor, where the compositor draws no decorations; nil for none.
    init(
        _ compositor: TestCompositor = TestCompositor(), _ source: ScriptedSource = ScriptedSource(),
        _ exporter: MemoryExporter = MemoryExporter(), options: Presenter.Options = Presenter.Options(),
        behind outer: (any PlaneSource)? = nil, sink: (any InputSink)? = nil,
        clipboard: (any GuestClipboard)? = nil,
        keymapLibrary: String = KeymapCompiler.library, decorationLibrary: String? = nil
    ) throws {
        self.compositor = compositor
        self.source = source
        self.exporter = exporter
        loop = try EventLoop { [clock] in clock.now }
        connection = Connection(adopting: try compositor.connect())
        let bound = try Compositor(
            on: connection, exporter: exporter, keymapLibrary: keymapLibrary,
            decorationLibrary: decorationLibrary
        ) { (connection) throws(ConnectionError) in
            try compositor.settle(connection)
        } report: { [said] in
            said.lines.append($0)
        }
        self.bound = bound
        driver = try ConnectionDriver(connection, in: loop)
        let presenter = try Presenter(
            outer ?? source, on: bound, through: driver, options: options, sink: sink, clipboard: clipboard
        ) { [said] in
            said.lines.append($0)
        }
        self.presenter = presenter
        presenter.onEnd = { [unowned self] end in
            switch end {
            case .closed: ends.append("closed")
            case .failed(let error): ends.append(error.description)
            }
        }
        driver.beforeSending = { [unowned self] in
            self.presenter?.latchIfDue()
            for other in others { other.latchIfDue() }
        }
        driver.onFailure = { [unowned self] error in self.presenter?.end(.failed(.compositor(error))) }
        try settle()
    }

    var statistics: Statistics {
        guard let presenter else { preconditionFailure("closed") }
        return presenter.statistics
    }

    /// The compositor's view of the window.
    var window: Surface { compositor.all(Surface.self)[0] }

    /// The compositor's view of the window's role.
    var toplevel: Toplevel { compositor.all(Toplevel.self)[0] }

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

    /// Lets both talk until neither has anything to say. No time passes.
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

    /// Lets time pass, and what is due then happen.
    func pass(_ span: Instant.Span) throws {
        let end = clock.now + span
        while loop.nextAlarm <= end {
            clock.now = max(clock.now, loop.nextAlarm)
            try settle()
        }
        clock.now = end
        try settle()
    }

    /// Whether the compositor tells when frames were shown, by the simulated clock; else it tells times that mean nothing.
    var tellsTimes = false

    /// Ends a frame.
    func finishFrame() {
        if tellsTimes, case .presented(var details) = compositor.presentation {
            details.time = UInt64(clock.now.nanoseconds)
            compositor.presentation = .presented(details)
        }
        compositor.finishFrame()
    }

    /// Ends a frame, and lets what follows from it happen, and as much time pass as a refresh takes.
    func frame() throws {
        finishFrame()
        try hear()
        try pass(Self.refresh)
    }

    /// At 60 Hz.
    static let refresh = Instant.Span(nanoseconds: 16_666_667)

    /// Lets the source be asked once more at least, and lets what follows happen: ends a frame, and waits for the next
    /// latch. The schedule's longest wait is a second.
    func poll() throws {
        let before = statistics.polls
        try frame()
        // Other windows' alarms are among them.
        for _ in 0..<(others.isEmpty ? 4 : 200) where statistics.polls == before {
            try pass(loop.nextAlarm - clock.now)
        }
        try #require(statistics.polls > before, "the source is not asked any more")
    }

    /// Polls until something is so.
    func poll(until isSo: () -> Bool) throws {
        for _ in 0..<20 where !isSo() { try poll() }
        try #require(isSo(), "it never came to that")
    }

    /// Opens a window for another source.
    func open(
        _ source: any PlaneSource, options: Presenter.Options = Presenter.Options(),
        clipboard: (any GuestClipboard)? = nil
    ) throws -> Presenter {
        let bound = try #require(bound)
        let other = try Presenter(source, on: bound, through: driver, options: options, clipboard: clipboard)
        {
            [said] in said.lines.append($0)
        }
        others.append(other)
        other.onEnd = { [unowned self] _ in ends.append("another") }
        try settle()
        return other
    }

    /// Lets go of the first presenter, or of all others, and of nothing else.
    func drop(others isOthers: Bool = false) {
        if isOthers { others.removeAll() } else { presenter = nil }
    }

    /// Lets go of the presenters.
    func close() throws {
        presenter = nil
        others.removeAll()
        bound = nil
        while try !connection.flush() { compositor.step() }
        compositor.step()
    }
}
