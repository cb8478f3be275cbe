internal import Descriptors
internal import Glibc

/// A connection to a monitor's socket, in an event loop. It never blocks: what is not taken yet is kept.
final class MonitorSocket {
    /// Why it ended.
    enum End: Error {
        /// The other end was closed, or the system says what happened.
        case closed(SystemError?)
        case fault(MonitorFault)
    }

    /// Called for each message.
    var onMessage: ((JSONValue) throws(MonitorFault) -> Void)?
    /// Called once.
    var onEnd: ((End) -> Void)?

    private let descriptor: OwnedDescriptor
    private let loop: EventLoop
    private var token: EventLoop.Token?
    private var splitter = MessageSplitter()
    /// What the socket has not taken.
    private var outgoing: ArraySlice<UInt8> = []
    private var waitsForSpace = false

    /// At one time; what more there is waits for the loop's next turn, so that nobody is kept out of his.
    private static let portion = 16384

    init(_ descriptor: consuming OwnedDescriptor, in loop: EventLoop) throws(SystemError) {
        self.descriptor = descriptor
        self.loop = loop
        token = try loop.add(self.descriptor.rawValue, .readable) { [unowned self] _ in act() }
    }

    deinit { leave() }

    /// Sends a line. At most one is under way.
    func send(_ line: String) {
        outgoing = Array(line.utf8)[...]
        attempt { () throws(End) in try flush() }
    }

    /// Waits for at most a moment, and does what is to be done.
    ///
    /// - Returns: whether something was.
    func turn(until deadline: Instant) -> Bool {
        guard token != nil else { return false }
        var entry = pollfd(fd: descriptor.rawValue, events: Int16(POLLIN), revents: 0)
        if !outgoing.isEmpty { entry.events |= Int16(POLLOUT) }
        let rest = max(.zero, deadline - .now)
        guard unsafe poll(&entry, 1, Int32(clamping: rest.nanoseconds / 1_000_000)) > 0 else { return false }
        act()
        return true
    }

    private func act() {
        attempt { () throws(End) in
            try flush()
            try receive()
        }
    }

    private func receive() throws(End) {
        let bytes: [UInt8]?
        do {
            bytes = try descriptor.receive(atMost: Self.portion)
        } catch {
            throw .closed(error)
        }
        guard let bytes else { return }
        if bytes.isEmpty { throw .closed(nil) }
        do throws(MonitorFault) {
            for byte in bytes {
                guard let message = try splitter.add(byte) else { continue }
                guard let value = try? JSONReader.read(message) else { throw .notJSON }
                try onMessage?(value)
            }
        } catch {
            throw .fault(error)
        }
    }

    private func flush() throws(End) {
        guard let token else { return }
        do throws(SystemError) {
            while !outgoing.isEmpty {
                let count = try descriptor.send(outgoing)
                if count == 0 { break }
                outgoing = outgoing.dropFirst(count)
            }
            guard waitsForSpace == outgoing.isEmpty else { return }
            waitsForSpace = !outgoing.isEmpty
            try loop.modify(token, waitsForSpace ? [.readable, .writable] : .readable)
        } catch {
            throw .closed(error)
        }
    }

    private func attempt(_ body: () throws(End) -> Void) {
        do {
            try body()
        } catch {
            guard token != nil else { return }
            leave()
            onEnd?(error)
        }
    }

    private func leave() {
        if let token { loop.remove(token) }
        token = nil
    }
}
