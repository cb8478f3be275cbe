internal import Glibc

/// The file system in which the kernel shows its devices and processes (/sys, /dev, /proc), from a root on: tests bring
/// their own.
package struct FileTree: Sendable {
    private let root: String

    /// - Parameter root: without a slash at its end; empty for the machine's own.
    package init(root: String = "") {
        self.root = root
    }

    /// The path to hand to the kernel.
    package func path(_ path: String) -> String { root + path }

    package func exists(_ path: String) -> Bool {
        unsafe access(self.path(path), F_OK) == 0
    }

    /// Whether this process may open the file for reading and writing.
    package func isAccessible(_ path: String) -> Bool {
        unsafe access(self.path(path), R_OK | W_OK) == 0
    }

    /// Whether this process may read the file, or list the folder.
    package func isReadable(_ path: String) -> Bool {
        unsafe access(self.path(path), R_OK) == 0
    }

    /// What a symbolic link says; nil when it is none, or may not be read.
    package func link(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = unsafe readlink(self.path(path), &buffer, buffer.count)
        return count < 0
            ? nil : String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The last part of what a symbolic link says.
    package func linkName(_ path: String) -> String? {
        link(path).flatMap { $0.split(separator: "/").last.map(String.init) }
    }

    /// The path without symbolic links in it; nil when there is nothing.
    package func realPath(_ path: String) -> String? {
        guard let resolved = unsafe realpath(self.path(path), nil) else { return nil }
        defer { unsafe free(resolved) }
        return String(unsafe String(cString: resolved).dropFirst(root.count))
    }

    /// The names in a folder, sorted; empty when it does not exist or may not be read.
    package func names(in path: String) -> [String] {
        guard let folder = unsafe opendir(self.path(path)) else { return [] }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// A small file's text without the white space at its end; nil when it cannot be read. 4096 bytes at most.
    package func text(_ path: String) -> String? {
        guard let file = try? OwnedDescriptor.open(self.path(path), O_RDONLY),
            let bytes = try? file.read(count: 4096, at: 0)
        else { return nil }
        let end = bytes.lastIndex { $0 > 0x20 }
        return String(decoding: bytes.prefix(through: end ?? -1), as: UTF8.self)
    }
}
