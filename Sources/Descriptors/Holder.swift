/// A process that has a device open.
package struct Holder: Hashable, Sendable, CustomStringConvertible {
    package let process: Int
    /// The program's name, as the kernel keeps it (15 bytes).
    package let program: String

    package init(process: Int, program: String) {
        self.process = process
        self.program = program
    }

    package var description: String { "\(program) (process \(process))" }
}

extension FileTree {
    /// Who has a file open, by the links in /proc; without privileges only the user's own processes can be seen.
    ///
    /// A duplicate of the device's descriptor alone (`anon_inode:[vfio-device]`) does not say which device it is, so a
    /// process that has only such a one is not found.
    package func holders(of path: String) -> [Holder] {
        names(in: "/proc").compactMap { Int($0) }.sorted().compactMap { process in
            let folder = "/proc/\(process)/fd"
            guard names(in: folder).contains(where: { link(folder + "/" + $0) == path }) else { return nil }
            return Holder(process: process, program: text("/proc/\(process)/comm") ?? "a program")
        }
    }
}
