import Glibc

/// Two stream sockets that are connected to each other.
package struct SocketPair: ~Copyable {
    package let first: OwnedDescriptor
    package let second: OwnedDescriptor

    /// Both are closed on exec.
    ///
    /// - Throws: `SystemError` when there are no descriptors.
    package init() throws(SystemError) {
        var pair: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        try systemCall("socketpair") { unsafe socketpair(AF_UNIX, type, 0, &pair) }
        first = OwnedDescriptor(adopting: pair[0])
        second = OwnedDescriptor(adopting: pair[1])
    }

    /// Keeps the first, and closes the second.
    package consuming func takeFirst() -> OwnedDescriptor { first }

    /// Keeps the second, and closes the first.
    package consuming func takeSecond() -> OwnedDescriptor { second }
}
