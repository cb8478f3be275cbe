/// The system calls of a program that shows what it is given. None of them starts a program, reaches another process or
/// another machine, or changes rights; those that open files are bounded by `FileRules`.
enum SystemCalls {
    static let needed = waiting + descriptors + files + sockets + memory + timesAndThreads

    private static let waiting = [
        "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "epoll_pwait2", "poll", "ppoll", "select",
        "pselect6",
        "eventfd2", "signalfd4", "timerfd_create", "timerfd_settime", "timerfd_gettime", "restart_syscall",
    ]

    private static let descriptors = [
        "read", "readv", "pread64", "preadv", "write", "writev", "lseek", "close", "close_range", "dup",
        "dup2", "dup3",
        "fcntl", "pipe2", "fsync", "fdatasync", "ftruncate", "fallocate", "flock",
    ]

    /// To look and to read; to write where `FileRules` lets it.
    private static let files = [
        "open", "openat", "access", "faccessat", "faccessat2", "stat", "lstat", "fstat", "newfstatat",
        "statx", "statfs",
        "fstatfs", "readlink", "readlinkat", "getdents64", "getcwd", "umask", "rename", "renameat",
        "renameat2", "unlink",
        "unlinkat",
    ]

    private static let sockets = [
        "connect", "sendmsg", "recvmsg", "sendto", "recvfrom", "shutdown", "getsockopt", "setsockopt",
        "getsockname",
        "getpeername",
    ]

    private static let memory = [
        "mmap", "munmap", "mremap", "mprotect", "madvise", "brk", "memfd_create", "msync", "mincore",
    ]

    private static let timesAndThreads = [
        "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "futex",
        "set_robust_list", "rseq", "sched_yield", "sched_getaffinity", "rt_sigaction", "rt_sigprocmask",
        "rt_sigreturn",
        "sigaltstack", "getrandom", "getpid", "gettid", "getppid", "getuid", "geteuid", "getgid", "getegid",
        "getresuid",
        "getresgid", "uname", "sysinfo", "getrlimit", "prlimit64", "exit", "exit_group",
        // For processes that it started before: those that lend it devices.
        "wait4",
    ]

    /// Those of a process that lends a device: `ioctl` and what gets memory to run are apart.
    static let lending = [
        "poll", "ppoll", "recvmsg", "sendmsg", "recvfrom", "sendto", "restart_syscall",
        // Memory for a picture, and for the program itself.
        "memfd_create", "ftruncate", "fcntl", "close", "munmap", "mremap", "madvise", "brk",
        // What is said of it, and its end.
        "write", "futex", "getrandom", "clock_gettime", "getpid", "gettid", "rt_sigaction", "rt_sigprocmask",
        "rt_sigreturn", "sigaltstack", "exit", "exit_group",
    ]

    /// `TCGETS`, `TIOCGWINSZ`, `FIONREAD`, `FIONBIO` and `FIOCLEX` (asm-generic/ioctls.h).
    static let usualRequests: [UInt] = [0x5401, 0x5413, 0x541b, 0x5421, 0x5451]
}
