import Glibc

/// Two sockets that are connected to each other.
package struct SocketPair: ~Copyable {
    package let first: OwnedDescriptor
    package let second: OwnedDescriptor

    /// What goes over it.
    package enum Kind: Sendable {
        /// Bytes, one after the other.
        case stream
        /// Whole messages (`MessageSocket`).
        case messages

        fileprivate var type: Int32 {
            switch self {
            case .stream: Int32(SOCK_STREAM.rawValue)
            case .messages: Int32(SOCK_SEQPACKET.rawValue)
            }
        }
    }

    /// Both are closed on exec.
    ///
    /// - Throws: `SystemError` when there are no descriptors.
    package init(_ kind: Kind = .stream) throws(SystemError) {
        var pair: [Int32] = [-1, -1]
        let type = kind.type | Int32(SOCK_CLOEXEC.rawValue)
        try systemCall("socketpair") { unsafe socketpair(AF_UNIX, type, 0, &pair) }
        first = OwnedDescriptor(adopting: pair[0])
        second = OwnedDescriptor(adopting: pair[1])
    }

    /// Keeps the first, and closes the second.
    package consuming func takeFirst() -> OwnedDescriptor { first }

    /// Keeps the second, and closes the first.
    package consuming func takeSecond() -> OwnedDescriptor { second }
}
