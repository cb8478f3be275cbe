import Glibc
import Testing

@testable import Descriptors

/// Proves that with a message one descriptor comes, and that no other stays open.
@Suite struct MessageSocketTests {
    /// Sends a byte and descriptors, as `MessageSocket` itself never does.
    private func send(_ files: [Int32], to socket: Int32) {
        let room = MemoryLayout<cmsghdr>.size + files.count * MemoryLayout<Int32>.size
        var control = [UInt64](repeating: 0, count: (room + 7) / 8)
        var byte: UInt8 = 7
        let count = unsafe control.withUnsafeMutableBytes { control in
            var header = cmsghdr()
            (header.cmsg_len, header.cmsg_level, header.cmsg_type) = (room, SOL_SOCKET, Int32(SCM_RIGHTS))
            unsafe control.storeBytes(of: header, as: cmsghdr.self)
            for (index, file) in files.enumerated() {
                unsafe control.storeBytes(
                    of: file, toByteOffset: MemoryLayout<cmsghdr>.size + 4 * index, as: Int32.self)
            }
            return unsafe withUnsafeMutablePointer(to: &byte) { byte in
                var part = unsafe iovec(iov_base: byte, iov_len: 1)
                return unsafe withUnsafeMutablePointer(to: &part) { part in
                    var message = unsafe msghdr()
                    unsafe message.msg_iov = part
                    unsafe message.msg_iovlen = 1
                    unsafe message.msg_control = control.baseAddress
                    unsafe message.msg_controllen = room
                    return unsafe sendmsg(socket, &message, 0)
                }
            }
        }
        #expect(count == 1)
    }

    private func isHungUp(_ reader: borrowing OwnedDescriptor) -> Bool {
        var question = pollfd(fd: reader.rawValue, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&question, 1, 0) == 1 && Int32(question.revents) & Int32(POLLHUP) != 0
    }

    @Test func oneDescriptorIsTakenAndAnotherClosed() throws {
        let pair = try SocketPair(.messages)
        let one = try Pipe()
        let other = try Pipe()
        send([one.writer.rawValue, other.writer.rawValue], to: pair.second.rawValue)
        // Their writers are open nowhere else.
        let first = one.takeReader()
        let second = other.takeReader()
        let socket = MessageSocket(pair.takeFirst())
        var bytes = [UInt8](repeating: 0, count: 4)
        var file: OwnedDescriptor?
        let count = try unsafe bytes.withUnsafeMutableBytes { bytes in
            unsafe try socket.receive(into: bytes, &file)
        }
        #expect(count == 1 && bytes[0] == 7)
        let whileTaken = (first: isHungUp(first), second: isHungUp(second))
        #expect(whileTaken == (false, true))
        _ = file.take()
        let afterwards = isHungUp(first)
        #expect(afterwards)
    }
}
