internal import CLinux
import Glibc

/// One end of a pair of sockets over which whole messages go, with each a descriptor or none (`SOCK_SEQPACKET`, unix(7)).
package struct MessageSocket: ~Copyable {
    private let socket: OwnedDescriptor

    package init(_ socket: consuming OwnedDescriptor) {
        self.socket = socket
    }

    /// Readable when a message has come, and when the other end is gone. Lent.
    package var descriptor: Int32 { socket.rawValue }

    /// Sends a message. It waits for room, which there is for some.
    ///
    /// - Parameter file: lent; the other end gets a descriptor of the same open file.
    /// - Throws: `SystemError`; `EPIPE` when nobody is at the other end. No signal comes of that.
    package borrowing func send(
        _ message: UnsafeRawBufferPointer, with file: Int32? = nil
    ) throws(SystemError) {
        let number = socket.rawValue
        guard let file else {
            try systemCall("send") {
                unsafe Glibc.send(number, message.baseAddress, message.count, Int32(MSG_NOSIGNAL))
            }
            return
        }
        var control = Control()
        control.header.cmsg_len = MemoryLayout<cmsghdr>.size + MemoryLayout<Int32>.size
        control.header.cmsg_level = SOL_SOCKET
        control.header.cmsg_type = Int32(SCM_RIGHTS)
        control.file = file
        try systemCall("sendmsg") {
            unsafe Self.withHeader(UnsafeMutableRawBufferPointer(mutating: message), &control) {
                unsafe sendmsg(number, $0, Int32(MSG_NOSIGNAL))
            }
        }
    }

    /// Waits for a message and receives it. What does not fit is cut off; a descriptor that came with it is closed.
    ///
    /// - Parameter waits: false throws `EAGAIN` where there is none.
    /// - Returns: its length in bytes; 0 when the other end is gone.
    /// - Throws: `SystemError`; `EAGAIN` when none has come within the patience.
    package borrowing func receive(
        into buffer: UnsafeMutableRawBufferPointer, waits: Bool = true
    ) throws(SystemError) -> Int {
        let number = socket.rawValue
        let flags = waits ? 0 : Int32(MSG_DONTWAIT)
        return try systemCall("recv") { unsafe recv(number, buffer.baseAddress, buffer.count, flags) }
    }

    /// The same, and takes over the descriptor that came with the message, closed on exec.
    package borrowing func receive(
        into buffer: UnsafeMutableRawBufferPointer, _ file: inout OwnedDescriptor?
    ) throws(SystemError) -> Int {
        let number = socket.rawValue
        var control = Control()
        let count = try systemCall("recvmsg") {
            unsafe Self.withHeader(buffer, &control) {
                unsafe recvmsg(number, $0, Int32(MSG_CMSG_CLOEXEC))
            }
        }
        let header = control.header
        if header.cmsg_level == SOL_SOCKET, header.cmsg_type == Int32(SCM_RIGHTS), control.file >= 0 {
            file = OwnedDescriptor(adopting: control.file)
        }
        return count
    }

    /// How long `receive` waits from now on.
    package borrowing func setPatience(_ limit: Instant.Span) throws(SystemError) {
        let number = socket.rawValue
        var time = timeval(
            tv_sec: Int(limit.nanoseconds / 1_000_000_000),
            tv_usec: Int(limit.nanoseconds % 1_000_000_000 / 1000))
        try systemCall("setsockopt") {
            unsafe setsockopt(
                number, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    /// Nothing goes over it any more: the other end is told, whoever else has this one open.
    package borrowing func shutDown() {
        shutdown(socket.rawValue, Int32(SHUT_RDWR))
    }

    /// Whether a number of this process's table is of such a socket.
    package static func isOne(_ number: Int32) -> Bool {
        var (type, size) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
        return unsafe getsockopt(number, SOL_SOCKET, SO_TYPE, &type, &size) == 0
            && type == Int32(SOCK_SEQPACKET.rawValue)
    }

    /// Room for one descriptor, as the kernel lays it out (cmsg(3)).
    private struct Control {
        var header = cmsghdr()
        // Nothing behind it: a second one would be received there, and nobody would close it.
        var file: Int32 = -1
    }

    private static func withHeader(
        _ bytes: UnsafeMutableRawBufferPointer, _ control: inout Control,
        _ call: (UnsafeMutablePointer<msghdr>) -> Int
    ) -> Int {
        var part = unsafe iovec(iov_base: bytes.baseAddress, iov_len: bytes.count)
        return unsafe withUnsafeMutablePointer(to: &part) { part in
            unsafe withUnsafeMutablePointer(to: &control) { control in
                var message = unsafe msghdr()
                unsafe message.msg_iov = part
                unsafe message.msg_iovlen = 1
                unsafe message.msg_control = UnsafeMutableRawPointer(control)
                unsafe message.msg_controllen = MemoryLayout<Control>.size
                return unsafe call(&message)
            }
        }
    }
}
