import Glibc

/// A system call that failed: which one, and the kernel's reason.
package struct SystemError: Error, Equatable, CustomStringConvertible {
    /// The call as its manual page names it, such as `open` or `VFIO_DEVICE_GET_INFO`.
    package let call: String
    /// The `errno` that the call left.
    package let errno: Int32

    package init(call: String, errno: Int32) {
        self.call = call
        self.errno = errno
    }

    /// The reason in the C library's words, such as "Permission denied".
    package var reason: String {
        var buffer = [CChar](repeating: 0, count: 128)
        // glibc's strerror_r variants differ; the XSI one, which Swift imports, fills the buffer.
        guard unsafe strerror_r(errno, &buffer, buffer.count) == 0 else { return "error \(errno)" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    package var description: String { "\(call): \(reason)" }

    /// Whether an `errno` says that the process, or the system, has no more descriptors or memory.
    package static func isShortage(_ errno: Int32) -> Bool {
        [EMFILE, ENFILE, ENOMEM, ENOBUFS].contains(errno)
    }
}

/// Calls `body` until it is not interrupted, and turns a result of -1 into an error.
///
/// - Parameters:
///   - name: the name that the error carries.
///   - body: one system call that returns -1 and sets `errno` when it fails.
/// - Throws: `SystemError`, never with `EINTR`.
@discardableResult
package func systemCall<Result: FixedWidthInteger & SignedInteger>(
    _ name: @autoclosure () -> String, _ body: () -> Result
) throws(SystemError) -> Result {
    while true {
        let result = body()
        if result != -1 { return result }
        let reason = Glibc.errno
        if reason == EINTR { continue }
        // A bad descriptor is a fault of this program: every descriptor has one owner, so nobody can close it
        // under another's feet. Going on would act on somebody else's file.
        assert(reason != EBADF, "\(name()): bad descriptor")
        throw SystemError(call: name(), errno: reason)
    }
}
