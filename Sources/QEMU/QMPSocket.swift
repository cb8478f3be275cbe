package import Descriptors
internal import Glibc

/// A QMP connection (QEMU's docs/interop/qmp-spec.rst), as far as it takes to get a display from it: commands are sent one after
/// the other and each one's answer is waited for, until a deadline.
package struct QMPSocket: ~Copyable {
    private let path: String
    private let socket: OwnedDescriptor
    private let deadline: Instant
    private var received: [UInt8] = []

    /// QEMU's longest answers are some kilobytes.
    private static let lineLimit = 1 << 20

    /// Connects, and waits until QEMU takes commands.
    ///
    /// - Throws: `QEMUError.qmp`. QEMU speaks to one at a time: who comes second hears nothing.
    package static func open(_ path: String, until deadline: Instant) throws(QEMUError) -> QMPSocket {
        var qmp = QMPSocket(path, try socket(path), deadline)
        guard case .greeting = try qmp.nextMessage() else {
            throw .qmp(path, reason: "it does not speak QMP")
        }
        try qmp.execute("qmp_capabilities")
        return qmp
    }

    private init(_ path: String, _ socket: consuming OwnedDescriptor, _ deadline: Instant) {
        self.path = path
        self.socket = socket
        self.deadline = deadline
    }

    /// Has QEMU do something.
    ///
    /// - Parameters:
    ///   - arguments: a JSON object.
    ///   - file: lent; it goes with the command.
    /// - Throws: `QEMUError.qmp`, with QEMU's reason when it refuses.
    package mutating func execute(
        _ command: String, _ arguments: String = "{}", file: Int32? = nil
    ) throws(QEMUError) {
        try send("{\"execute\": \"\(command)\", \"arguments\": \(arguments)}\n", file)
        while true {
            switch try nextMessage() {
            case .success: return
            case .failure(let reason): throw .qmp(path, reason: reason)
            case .event: continue
            case .greeting, .unknown: throw .qmp(path, reason: "its answer makes no sense")
            }
        }
    }

    /// A connection to QEMU's D-Bus display: QEMU is its server.
    ///
    /// - Throws: `QEMUError.qmp`, `noPeers`.
    static func display(of path: String, until deadline: Instant) throws(QEMUError) -> OwnedDescriptor {
        var qmp = try QMPSocket.open(path, until: deadline)
        let pair: SocketPair
        do { pair = try SocketPair() } catch { throw .qmp(path, reason: error.description) }
        try qmp.execute("getfd", "{\"fdname\": \"planeview\"}", file: pair.second.rawValue)
        do throws(QEMUError) {
            try qmp.execute(
                "add_client", "{\"protocol\": \"@dbus-display\", \"fdname\": \"planeview\"}")
        } catch {
            guard case .qmp(_, let reason) = error else { throw error }
            throw .noPeers(path, reason: reason)
        }
        return pair.takeFirst()
    }

    // MARK: The wire

    private mutating func nextMessage() throws(QEMUError) -> QMPMessage {
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(received[..<end])
                received.removeSubrange(...end)
                return QMPMessage(line)
            }
            guard received.count < Self.lineLimit else { throw .qmp(path, reason: "its answer has no end") }
            try wait(POLLIN)
            var bytes = [UInt8](repeating: 0, count: 4096)
            let (number, count) = (socket.rawValue, bytes.count)
            let got = unsafe recv(number, &bytes, count, Int32(MSG_DONTWAIT))
            if got < 0, [EAGAIN, EINTR].contains(errno) { continue }
            guard got > 0 else { throw .qmp(path, reason: "QEMU closed it") }
            received += bytes.prefix(got)
        }
    }

    private func send(_ text: String, _ file: Int32?) throws(QEMUError) {
        var bytes = Array(text.utf8)
        var file = file
        while !bytes.isEmpty {
            try wait(POLLOUT)
            let sent = Self.send(bytes, file, to: socket.rawValue)
            if sent < 0, [EAGAIN, EINTR].contains(errno) { continue }
            guard sent > 0 else { throw .qmp(path, reason: "QEMU closed it") }
            bytes.removeFirst(sent)
            file = nil
        }
    }

    /// Sends bytes, and a descriptor with the first (unix(7), `SCM_RIGHTS`).
    private static func send(_ bytes: [UInt8], _ file: Int32?, to socket: Int32) -> Int {
        // A `cmsghdr` with one descriptor, and what aligns it.
        var control = [UInt64](repeating: 0, count: 3)
        let size = MemoryLayout<cmsghdr>.size + MemoryLayout<Int32>.size
        return unsafe bytes.withUnsafeBytes { bytes in
            unsafe control.withUnsafeMutableBytes { control in
                var part = unsafe iovec(
                    iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
                return unsafe withUnsafeMutablePointer(to: &part) { part in
                    var message = unsafe msghdr()
                    unsafe message.msg_iov = part
                    unsafe message.msg_iovlen = 1
                    if let file {
                        var header = cmsghdr()
                        header.cmsg_len = size
                        header.cmsg_level = SOL_SOCKET
                        header.cmsg_type = Int32(SCM_RIGHTS)
                        unsafe control.storeBytes(of: header, as: cmsghdr.self)
                        unsafe control.storeBytes(
                            of: file, toByteOffset: MemoryLayout<cmsghdr>.size, as: Int32.self)
                        unsafe message.msg_control = control.baseAddress
                        unsafe message.msg_controllen = control.count
                    }
                    let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
                    return unsafe sendmsg(socket, &message, flags)
                }
            }
        }
    }

    private func wait(_ event: Int32) throws(QEMUError) {
        while true {
            let rest = (deadline - .now).nanoseconds / 1_000_000
            guard rest > 0 else {
                throw .qmp(path, reason: "it does not answer: another program may be using it")
            }
            var question = pollfd(fd: socket.rawValue, events: Int16(event), revents: 0)
            if unsafe poll(&question, 1, Int32(clamping: rest)) > 0 { return }
        }
    }

    private static func socket(_ path: String) throws(QEMUError) -> OwnedDescriptor {
        do { return try .connect(toSocket: path) } catch { throw .qmp(path, reason: error.reason) }
    }
}
