internal import CLinux
import Glibc

/// A pipe: what is written into one end is read from the other.
package struct Pipe: ~Copyable {
    package let reader: OwnedDescriptor
    package let writer: OwnedDescriptor

    /// Both ends are closed on exec.
    ///
    /// - Throws: `SystemError` when there are no descriptors.
    package init() throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        try systemCall("pipe2") { unsafe planeview_pipe(&ends) }
        reader = OwnedDescriptor(adopting: ends[0])
        writer = OwnedDescriptor(adopting: ends[1])
    }

    /// Keeps the end that is read from, and closes the other.
    package consuming func takeReader() -> OwnedDescriptor { reader }

    /// Keeps the end that is written into, and closes the other.
    package consuming func takeWriter() -> OwnedDescriptor { writer }
}

extension OwnedDescriptor {
    /// Sees to it that reading and writing never wait. It holds for everybody who has this open file.
    package borrowing func neverWait() throws(SystemError) {
        let rawValue = rawValue
        let flags = try systemCall("fcntl") { fcntl(rawValue, F_GETFL) }
        try systemCall("fcntl") { fcntl(rawValue, F_SETFL, flags | O_NONBLOCK) }
    }
}
