import Glibc

extension OwnedDescriptor {
    /// Connects to a socket in the file system. It does not block, neither now nor later.
    ///
    /// - Throws: `SystemError`; `EAGAIN` where those who wait for the listener are too many.
    package static func connect(toSocket path: String) throws(SystemError) -> OwnedDescriptor {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(path.utf8)
        let isFit = unsafe withUnsafeMutableBytes(of: &address.sun_path) { space in
            // The rest is zero, and so is the last of it.
            guard name.count < space.count else { return false }
            unsafe space.copyBytes(from: name)
            return true
        }
        guard isFit else { throw SystemError(call: "connect \(path)", errno: ENAMETOOLONG) }
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let descriptor = OwnedDescriptor(adopting: try systemCall("socket") { socket(AF_UNIX, type, 0) })
        let number = descriptor.rawValue
        try systemCall("connect \(path)") {
            unsafe withUnsafePointer(to: &address) { address in
                unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe Glibc.connect(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
        return descriptor
    }

    /// Sends what a socket that does not block takes now.
    ///
    /// - Returns: how many bytes; 0 when it takes none for now.
    /// - Throws: `SystemError`; `EPIPE` when nobody is at the other end. No signal comes of that.
    package borrowing func send(_ bytes: ArraySlice<UInt8>) throws(SystemError) -> Int {
        let number = rawValue
        do throws(SystemError) {
            return try systemCall("send") {
                unsafe bytes.withUnsafeBytes {
                    unsafe Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
            }
        } catch {
            guard error.errno == EAGAIN else { throw error }
            return 0
        }
    }

    /// Receives what has come over a socket that does not block.
    ///
    /// - Returns: at most so many bytes, and none at the end; nil when there is nothing for now.
    package borrowing func receive(atMost count: Int) throws(SystemError) -> [UInt8]? {
        let number = rawValue
        var bytes = [UInt8](repeating: 0, count: count)
        do throws(SystemError) {
            let received = try systemCall("recv") {
                unsafe bytes.withUnsafeMutableBytes { unsafe recv(number, $0.baseAddress, $0.count, 0) }
            }
            bytes.removeLast(count - received)
            return bytes
        } catch {
            guard error.errno == EAGAIN else { throw error }
            return nil
        }
    }
}
