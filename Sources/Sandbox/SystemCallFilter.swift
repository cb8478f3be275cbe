internal import CSeccomp
internal import Glibc

/// Which system calls the process may make, by seccomp (libseccomp). What it may not is refused with `EPERM`.
struct SystemCallFilter {
    private let policy: SandboxPolicy

    init(_ policy: SandboxPolicy) {
        self.policy = policy
    }

    /// - Throws: what the kernel lacks.
    func enter() throws(SandboxGap) {
        guard let filter = unsafe seccomp_init(PLANEVIEW_SECCOMP_REFUSE.rawValue) else {
            throw Self.gap(ENOMEM)
        }
        defer { unsafe seccomp_release(filter) }
        // A search tree: each call costs a dozen comparisons instead of a hundred.
        _ = unsafe seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2)
        let error = unsafe add(to: filter)
        guard error == 0 else { throw Self.gap(error) }
        let refused = unsafe seccomp_load(filter)
        guard refused == 0 else { throw Self.gap(-refused) }
    }

    /// - Returns: 0, or the first `errno`.
    private func add(to filter: scmp_filter_ctx) -> Int32 {
        var error: Int32 = 0
        func allow(
            _ name: String, _ conditions: [scmp_arg_cmp] = [],
            _ action: planeview_seccomp_action = PLANEVIEW_SECCOMP_ALLOW
        ) {
            let call = unsafe seccomp_syscall_resolve_name(name)
            // One that this libseccomp has not heard of, or this architecture has not got, stays refused.
            guard call >= 0, error == 0 else { return }
            error = unsafe -seccomp_rule_add_array(
                filter, action.rawValue, call, UInt32(conditions.count), conditions)
        }
        func allowRequests(_ requests: [UInt]) {
            for request in requests {
                // The kernel looks at 32 bits of it and no more.
                allow(
                    "ioctl", [Self.argument(1, UInt64(UInt32(truncatingIfNeeded: request)), of: 0xffff_ffff)])
            }
        }
        // So that a crash is one.
        allow("tgkill", [Self.argument(0, UInt64(getpid()), of: 0xffff_ffff)])
        allowRequests(policy.requests)
        switch policy.task {
        case .lending:
            for name in SystemCalls.lending { allow(name) }
            // Memory to read and to write, and none to run.
            for name in ["mmap", "mprotect"] { allow(name, [Self.argument(2, 0, of: UInt64(PROT_EXEC))]) }
            return error
        case .showing: break
        }
        for name in SystemCalls.needed { allow(name) }
        if policy.writesAtOffsets { allow("pwrite64") }
        allowRequests(SystemCalls.usualRequests)
        // Sockets of this machine, and no others.
        for name in ["socket", "socketpair"] {
            allow(name, [Self.argument(0, UInt64(AF_UNIX), of: 0xffff_ffff)])
        }
        // Threads, and no processes. glibc asks by a struct first, which cannot be looked into.
        allow("clone", [Self.argument(0, Self.cloneThread, of: Self.cloneThread)])
        allow("clone3", [], PLANEVIEW_SECCOMP_UNKNOWN)
        return error
    }

    /// `CLONE_THREAD` (linux/sched.h).
    private static let cloneThread: UInt64 = 0x10000

    private static func argument(_ index: UInt32, _ value: UInt64, of mask: UInt64) -> scmp_arg_cmp {
        scmp_arg_cmp(arg: index, op: SCMP_CMP_MASKED_EQ, datum_a: mask, datum_b: value)
    }

    private static func gap(_ error: Int32) -> SandboxGap {
        SandboxGap(
            description: "system calls are not filtered (seccomp): \(unsafe String(cString: strerror(error)))"
        )
    }
}
