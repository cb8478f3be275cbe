internal import CLinux
internal import Descriptors
internal import Glibc

/// Which files the process may open, by Landlock (Documentation/userspace-api/landlock.rst). What is open already stays open.
struct FileRules {
    private let policy: SandboxPolicy

    init(_ policy: SandboxPolicy) {
        self.policy = policy
    }

    /// - Throws: what the kernel lacks.
    func enter() throws(SandboxGap) {
        let version = planeview_landlock_version()
        guard version > 0 else {
            throw SandboxGap(
                description: "the kernel has no Landlock (lsm=landlock), so files are not closed to planeview"
            )
        }
        do throws(SystemError) {
            try restrict(version)
        } catch {
            throw SandboxGap(description: "files are not closed to planeview: \(error)")
        }
    }

    private func restrict(_ version: Int32) throws(SystemError) {
        let handled = Rights.all(in: version)
        // No TCP (version 4); no signals to others, and no sockets without a file that others made (version 6).
        let rules = OwnedDescriptor(
            adopting: try systemCall("landlock_create_ruleset") {
                planeview_landlock_create(handled.rawValue, 3, 3, version)
            })
        for path in policy.readable { allow(path, .reading, in: rules, handled) }
        for path in policy.devices { allow(path, [.reading, .controlling], in: rules, handled) }
        for path in policy.writable { allow(path, .making, in: rules, handled) }
        let number = rules.rawValue
        try systemCall("landlock_restrict_self") { planeview_landlock_restrict(number) }
    }

    /// What is not there cannot be allowed: it is as closed as the rest.
    private func allow(
        _ path: String, _ rights: Rights, in rules: borrowing OwnedDescriptor, _ handled: Rights
    ) {
        guard let file = try? OwnedDescriptor.open(path, Self.pathOnly) else { return }
        var rights = rights.intersection(handled)
        var status = stat()
        // The kernel refuses a folder's rights of what is none.
        if unsafe fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT != S_IFDIR {
            rights = rights.intersection(.ofFiles)
        }
        _ = planeview_landlock_allow(rules.rawValue, file.rawValue, rights.rawValue)
    }

    /// `O_PATH`, which glibc hides: to name the file, and not to open it.
    private static let pathOnly: Int32 = 0o10000000
    /// `LANDLOCK_ACCESS_FS_*` of linux/landlock.h.
    private struct Rights: OptionSet {
        let rawValue: UInt64

        static let reading = Rights(rawValue: 1 << 2 | 1 << 3)
        /// To write into what is there, and `ioctl` on devices (version 5).
        static let controlling = Rights(rawValue: 1 << 1 | 1 << 15)
        /// To make ordinary files, to write them, to give them other names, to cut them off (version 3) and to remove them.
        static let making = Rights(rawValue: 1 << 1 | 1 << 5 | 1 << 8 | 1 << 14)
        /// What there is of files that are no folders: execute, write, read, cut off, and control.
        static let ofFiles = Rights(rawValue: 0b111 | 1 << 14 | 1 << 15)

        /// All that a version knows. Version 1 ends with symbolic links; moving, cutting off and controlling came later.
        static func all(in version: Int32) -> Rights {
            let count: UInt64 = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13
            return Rights(rawValue: 1 << count - 1)
        }
    }
}
