package import Descriptors
package import Wayland

/// Ties a connection to an event loop: sends before each wait, receives when something has come.
package final class ConnectionDriver {
    /// The loop.
    let loop: EventLoop
    /// Called before each wait, when all events that have come were seen and what is asked in it still goes along.
    package var beforeSending: (() -> Void)?
    /// Called once when the connection is no more.
    package var onFailure: ((ConnectionError) -> Void)?
    /// Whether the socket takes no more for now. Then next to nothing may be sent (`Connection.flush`).
    private(set) var isFull = false

    private let connection: Connection
    private var token: EventLoop.Token?
    /// Since the last wait.
    private var hasReceived = false

    package init(_ connection: Connection, in loop: EventLoop) throws(SystemError) {
        self.connection = connection
        self.loop = loop
        token = try loop.add(connection.descriptor, .readable, isDeferrable: true) {
            [unowned self] interest in
            // Writable alone: the flush before the next wait does it.
            if interest != .writable { receive() }
        }
        loop.beforeWait = { [unowned self] in
            attempt { () throws(ConnectionError) in
                // The start-up's round trips may have read events that nobody has seen.
                try connection.dispatchPending()
                beforeSending?()
                hasReceived = false
                guard token != nil else { return }
                wait(forSpace: try !connection.flush())
            }
        }
    }

    deinit { disconnect() }

    /// Takes in what has come, without waiting for more; once between two waits.
    func receive() {
        guard token != nil, !hasReceived else { return }
        hasReceived = true
        attempt { () throws(ConnectionError) in try connection.receive() }
    }

    private func disconnect() {
        guard let token else { return }
        loop.remove(token)
        loop.beforeWait = nil
        self.token = nil
    }

    private func attempt(_ body: () throws(ConnectionError) -> Void) {
        do {
            try body()
        } catch {
            guard token != nil else { return }
            disconnect()
            onFailure?(error)
        }
    }

    private func wait(forSpace waits: Bool) {
        guard waits != isFull, let token else { return }
        isFull = waits
        try? loop.modify(token, waits ? [.readable, .writable] : .readable)
    }
}
