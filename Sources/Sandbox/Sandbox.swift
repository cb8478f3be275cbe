internal import CLinux

/// Takes away from this process what it does not need.
package enum Sandbox {
    /// Enters a sandbox: no new privileges, no files but the policy's (Landlock), no system calls but the needed ones (seccomp).
    /// It is for this thread and those that it starts, and for good.
    ///
    /// - Returns: what this system lacks of it. The rest applies all the same.
    package static func enter(_ policy: SandboxPolicy) -> [SandboxGap] {
        var gaps: [SandboxGap] = []
        func take(_ piece: () throws(SandboxGap) -> Void) {
            do throws(SandboxGap) { try piece() } catch { gaps.append(error) }
        }
        take(dropPrivileges)
        take { () throws(SandboxGap) in try FileRules(policy).enter() }
        take { () throws(SandboxGap) in try SystemCallFilter(policy).enter() }
        return gaps
    }

    /// No program that is started has more rights than this one; without it, an ordinary user may not enter the rest.
    private static func dropPrivileges() throws(SandboxGap) {
        guard planeview_no_new_privileges() == 0 else {
            throw SandboxGap(
                description: "the kernel cannot promise that no rights are gained (no_new_privs)")
        }
        // For `pid:`, a copy of the program may have the right to trace others (docs/running-as-a-user.md). It is used by now.
        guard planeview_give_up_tracing() == 0 else {
            throw SandboxGap(description: "the right to trace other processes cannot be given up")
        }
    }
}
