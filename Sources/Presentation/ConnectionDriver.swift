package import Descriptors
package import Wayland

/// Ties a connection to an event loop: sends before each wait, receives when something has come.
package final class ConnectionDriver {
    private let connection: Connection
    private let loop: EventLoop
    private let beforeSending: () -> Void
    private let onFailure: (ConnectionError) -> Void
    private var token: EventLoop.Token?
    private var waitsForSpace = false

    /// - Parameters:
    ///   - beforeSending: called before each wait, when all events that have come were seen and what is asked in it still
    ///     goes along.
    ///   - onFailure: called once when the connection is no more.
    package init(
        _ connection: Connection, in loop: EventLoop, beforeSending: @escaping () -> Void,
        onFailure: @escaping (ConnectionError) -> Void
    ) throws(SystemError) {
        self.connection = connection
        self.loop = loop
        self.beforeSending = beforeSending
        self.onFailure = onFailure
        token = try loop.add(connection.descriptor, .readable) { [unowned self] interest in
            // Writable alone: the flush before the next wait does it.
            if interest != .writable { attempt { () throws(ConnectionError) in try connection.receive() } }
        }
        loop.beforeWait = { [unowned self] in
            attempt { () throws(ConnectionError) in
                // The start-up's round trips may have read events that nobody has seen.
                try connection.dispatchPending()
                self.beforeSending()
                wait(forSpace: try !connection.flush())
            }
        }
    }

    deinit { disconnect() }

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
            disconnect()
            onFailure(error)
        }
    }

    private func wait(forSpace waits: Bool) {
        guard waits != waitsForSpace, let token else { return }
        waitsForSpace = waits
        try? loop.modify(token, waits ? [.readable, .writable] : .readable)
    }
}
