internal import CLinux
import Glibc

/// Writes files that are whole, or not there.
package enum WholeFile {
    /// Writes a file, or replaces the one that is there. Until all is written, what was there before stays; when
    /// something fails, nothing else is left. Through a symbolic link, its target is replaced. What is there and is no
    /// regular file, such as a pipe or a device, is written to as it is.
    ///
    /// - Throws: `SystemError`, such as `ENOSPC`.
    package static func write(_ bytes: RawSpan, to path: String) throws(SystemError) {
        let path = resolved(path)
        var status = stat()
        if unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG {
            let file = try OwnedDescriptor.open(path, O_WRONLY)
            try write(bytes, lent: file.rawValue)
        } else {
            try replace(path, bytes)
        }
    }

    /// Writes a file where there is none. When something fails, none is left.
    ///
    /// - Throws: `SystemError`; `EEXIST` when something of that name is there.
    package static func create(_ path: String, _ bytes: RawSpan) throws(SystemError) {
        let file = OwnedDescriptor(
            adopting: try systemCall("open") {
                unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            })
        do {
            try finish(file, bytes)
        } catch {
            unsafe unlink(path)
            throw error
        }
    }

    /// Writes all bytes to a descriptor that somebody else owns.
    ///
    /// - Throws: `SystemError`; `EPIPE` when nobody reads any more, if SIGPIPE is ignored.
    package static func write(_ bytes: RawSpan, lent number: Int32) throws(SystemError) {
        var start = 0
        while start < bytes.byteCount {
            let rest = bytes.extracting(start...)
            start += try systemCall("write") {
                unsafe rest.withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress, $0.count) }
            }
        }
    }

    /// Writes a file beside the one that is wanted, and gives it its name when it is whole.
    private static func replace(_ path: String, _ bytes: RawSpan) throws(SystemError) {
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        let draft = folder + ".planeview-" + String(UInt64.random(in: .min ... .max), radix: 36)
        let file = OwnedDescriptor(
            adopting: try systemCall("open") {
                unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            })
        do {
            try finish(file, bytes)
            try systemCall("rename") { unsafe rename(draft, path) }
        } catch {
            unsafe unlink(draft)
            throw error
        }
    }

    private static func finish(_ file: borrowing OwnedDescriptor, _ bytes: RawSpan) throws(SystemError) {
        let number = file.rawValue
        try write(bytes, lent: number)
        // Some file systems find out here that there is no room.
        try systemCall("fsync") { fsync(number) }
    }

    /// The path without symbolic links; the path as it is where nothing is there.
    private static func resolved(_ path: String) -> String {
        guard let real = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }
}
