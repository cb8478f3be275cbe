import Descriptors
import Glibc
import Planes
import Reconnection
import Testing

/// A device that a test takes away and brings back, and the sources of its openings.
final class ScriptedDevice {
    /// Why it cannot be opened; nil when it can.
    var error: SourceError?
    /// What the next openings are.
    var makesPolled = true
    private(set) var tries = 0
    private(set) var openings: [Opening] = []
    private(set) var reports: [String] = []

    /// What was opened last.
    var opening: Opening {
        get throws { try #require(openings.last) }
    }

    func source(_ patience: Patience, every interval: Instant.Span = .seconds(0)) throws -> ReturningSource {
        try ReturningSource(
            named: "/dev/thing", patience, every: interval, report: { [unowned self] in reports.append($0) }
        ) { [unowned self] () throws(SourceError) in
            tries += 1
            if let error { throw error }
            let opening = Opening(number: openings.count + 1, isPolled: makesPolled)
            openings.append(opening)
            return opening
        }
    }

    /// Lets go of the openings.
    func forget() { openings = [] }

    /// What was said since the last call.
    func takeReports() -> [String] {
        defer { reports = [] }
        return reports
    }

    /// One opening of the device.
    final class Opening: PlaneSource {
        let name = "thing"
        let gpu: GPU? = nil
        let isPolled: Bool
        let number: Int
        /// What is thrown by whatever is asked next.
        var error: SourceError?
        var memoryError: SourceError?
        var now = Snapshot()
        var droppedPictures = 0
        private(set) var calls: [String] = []
        /// A pipe's ends; -1 where it cannot tell.
        private let ends: (reading: Int32, writing: Int32)

        init(number: Int, isPolled: Bool) {
            self.number = number
            self.isPolled = isPolled
            var ends: [Int32] = [-1, -1]
            if !isPolled { unsafe pipe(&ends) }
            self.ends = (ends[0], ends[1])
        }

        deinit {
            close(ends.reading)
            close(ends.writing)
        }

        var descriptor: Int32? { isPolled ? nil : ends.reading }

        /// Becomes readable.
        func tell() {
            unsafe write(ends.writing, "x", 1)
        }

        func show(_ id: UInt32) {
            let layout = BufferLayout(width: 4, height: 4, format: .xrgb8888, stride: 16)
            now.primary = .shown(
                Plane(kind: .primary, identity: BufferIdentity(.number(id), layout: layout)))
        }

        func receive() throws(SourceError) {
            calls.append("receive")
            if let error { throw error }
        }

        func snapshot() throws(SourceError) -> Snapshot {
            if let error { throw error }
            return now
        }

        func memory(of plane: Plane) throws(SourceError) -> PlaneMemory {
            calls.append("memory \(plane.identity.text)")
            if let memoryError { throw memoryError }
            do {
                return .file(BufferMemory(.dmabuf, try .sealedMemory("scripted", size: 64)))
            } catch {
                throw .lost("\(error)")
            }
        }

        func release(_ identity: BufferIdentity) { calls.append("release \(identity.text)") }
        func released(_ identity: BufferIdentity) { calls.append("released \(identity.text)") }
        func plug(_ monitor: Monitor?) {
            calls.append(monitor.map { "plug \($0.size.width)×\($0.size.height)" } ?? "unplug")
        }
        func prefer(_ formats: PresentableFormats) { calls.append("prefer") }

        /// What was called since the last call of this.
        func takeCalls() -> [String] {
            defer { calls = [] }
            return calls
        }
    }
}

extension BufferIdentity {
    /// Name and opening, such as "7" of the first and "7 of 2" of the third.
    var text: String {
        guard case .number(let number) = name else { return "\(name)" }
        return opening == 0 ? "\(number)" : "\(number) of \(opening)"
    }
}

extension ReturningSource {
    /// What a snapshot shows.
    func plane() throws(SourceError) -> Plane? {
        if case .shown(let plane) = try snapshot().primary { plane } else { nil }
    }

    /// Waits until the source tells, and takes that in.
    func hear(atMost milliseconds: Int32 = 5000) throws {
        var question = pollfd(fd: try #require(descriptor), events: Int16(POLLIN), revents: 0)
        let count = unsafe poll(&question, 1, milliseconds)
        try #require(count == 1, "it does not tell")
        try receive()
    }

    /// Whether it has something to tell now.
    func tells() throws -> Bool {
        var question = pollfd(fd: try #require(descriptor), events: Int16(POLLIN), revents: 0)
        return unsafe poll(&question, 1, 0) == 1
    }
}
