package import Descriptors
package import Planes

/// A source whose device may come and go: it stands for one opening of the device after the other.
///
/// While there is none, it tries to open the device now and then, and each snapshot says that the device is absent: the last
/// picture stays. The memory of each opening has identities of its own, so that nobody takes it for another's.
///
/// What was opened is closed as soon as it is lost, or it would itself keep the device from being opened again, or from being
/// removed.
package final class ReturningSource: PlaneSource {
    /// The device's own name; what the user calls it before it was there.
    package private(set) var name: String
    package private(set) var gpu: GPU?
    package private(set) var isVideo = false

    private let patience: Patience
    private let interval: Instant.Span
    private let report: (String) -> Void
    private let open: () throws(SourceError) -> any PlaneSource
    /// What presentation waits for: the source's own descriptor while there is a source, the clock while there is none.
    private let loop: EventLoop
    private var clock: Timer?
    private var isDue = false
    private var watch: EventLoop.Token?

    private var source: (any PlaneSource)?
    /// Counts the losses.
    private var opening: UInt32 = 0
    private var state = State.neverThere
    /// What was said of the present absence.
    private var said: Set<String> = []
    private var formats: PresentableFormats?
    /// What the guest was given last.
    private var monitor: Monitor?
    private var droppedBefore = 0

    private enum State {
        case neverThere
        /// It has answered, of this opening.
        case there
        case gone
    }

    /// Opens the device, or begins to wait for it.
    ///
    /// - Parameters:
    ///   - name: what the user calls the device.
    ///   - interval: between the last try, or the loss, and the next try.
    ///   - report: takes sentences for people: one for each loss and each return, and one for each reason, once an absence.
    ///   - open: opens the device. It throws `.unfit` when another try would not help.
    /// - Throws: what `open` throws, unless that is waited out; `.refused` when the system gives no descriptors.
    package init(
        named name: String, _ patience: Patience, every interval: Instant.Span = .seconds(1),
        report: @escaping (String) -> Void,
        open: @escaping () throws(SourceError) -> any PlaneSource
    ) throws(SourceError) {
        self.name = name
        self.patience = patience
        self.interval = interval
        self.report = report
        self.open = open
        do throws(SystemError) {
            loop = try EventLoop()
            clock = try Timer(in: loop) { [unowned self] in isDue = true }
        } catch {
            throw .refused("the system is out of something: \(error)")
        }
        try tryOpening()
    }

    deinit { close() }

    package var descriptor: Int32? { loop.descriptor }
    /// An absent device tells when it is there.
    package var isPolled: Bool { source?.isPolled ?? false }
    package var droppedPictures: Int { droppedBefore + (source?.droppedPictures ?? 0) }

    package func receive() throws(SourceError) {
        if let source {
            do { try source.receive() } catch { try lose(error) }
            return
        }
        // The clock's handler runs in here.
        try? loop.turn(timeout: 0)
        guard isDue else { return }
        isDue = false
        try tryOpening()
    }

    package func snapshot() throws(SourceError) -> Snapshot {
        guard let source else { return .absent }
        do {
            let snapshot = try source.snapshot()
            arrive()
            return snapshot.of(opening: opening)
        } catch {
            try lose(error)
            return .absent
        }
    }

    package func memory(of plane: Plane) throws(SourceError) -> PlaneMemory {
        guard let source = source(of: plane.identity) else {
            throw .refused("it is of a device that is gone")
        }
        do throws(SourceError) {
            return try source.memory(of: plane.of(opening: 0))
        } catch {
            guard case .refused = error else {
                try lose(error)
                throw .refused(error.description)
            }
            throw error
        }
    }

    package func release(_ identity: BufferIdentity) {
        source(of: identity)?.release(identity.of(opening: 0))
    }

    package func released(_ identity: BufferIdentity) {
        source(of: identity)?.released(identity.of(opening: 0))
    }

    package func mayReturn(_ identity: BufferIdentity) -> Bool {
        source(of: identity)?.mayReturn(identity.of(opening: 0)) ?? false
    }

    package func prefer(_ formats: PresentableFormats) {
        self.formats = formats
        source?.prefer(formats)
    }

    package func plug(_ monitor: Monitor?) throws(SourceError) {
        self.monitor = monitor
        try source?.plug(monitor)
    }

    // MARK: Coming and going

    /// The source that an identity is of; nil when that is gone.
    private func source(of identity: BufferIdentity) -> (any PlaneSource)? {
        identity.opening == opening ? source : nil
    }

    private func tryOpening() throws(SourceError) {
        do throws(SourceError) {
            let source = try open()
            if let formats { source.prefer(formats) }
            try watch(source)
            self.source = source
            name = source.name
            gpu = source.gpu
            isVideo = source.isVideo
            if let monitor { plug(monitor, into: source) }
        } catch {
            try waitOut(error)
        }
    }

    private func plug(_ monitor: Monitor, into source: any PlaneSource) {
        do { try source.plug(monitor) } catch { report(error.description) }
    }

    private func watch(_ source: any PlaneSource) throws(SourceError) {
        guard let descriptor = source.descriptor else { return }
        do {
            watch = try loop.add(descriptor, .readable) { _ in }
        } catch {
            throw .refused("\(error)")
        }
    }

    /// The device has answered. Only this makes it be there: one that can be opened may have nothing to show.
    private func arrive() {
        guard state != .there else { return }
        if !said.isEmpty { report(state == .neverThere ? "\(name) is there" : "\(name) is back") }
        said = []
        state = .there
    }

    private func lose(_ error: SourceError) throws(SourceError) {
        close()
        if state == .there { state = .gone }
        try waitOut(error)
    }

    private func close() {
        droppedBefore += source?.droppedPictures ?? 0
        // Before its descriptor is closed.
        if let watch { loop.remove(watch) }
        watch = nil
        source = nil
        opening &+= 1
    }

    /// Sees to it that the device is opened later.
    ///
    /// - Throws: why it is not there, when that is not waited out.
    private func waitOut(_ error: SourceError) throws(SourceError) {
        guard isAwaited(error) else { throw error }
        let waits =
            said.isEmpty
            ? state == .gone ? "waiting for it to come back" : "waiting for it" : "still waiting"
        if said.insert(error.description).inserted { report("\(error); \(waits)") }
        clock?.set(.now + interval)
    }

    private func isAwaited(_ error: SourceError) -> Bool {
        switch state {
        case .there, .gone: return patience.contains(.afterLoss)
        case .neverThere:
            if case .unfit = error { return false }
            return patience.contains(.atStart)
        }
    }
}
