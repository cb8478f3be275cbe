// Stands before the C library's functions for system calls that hand out descriptors or memory, or talk.
//
//   PLANEVIEW_FAULT=NAME:N:ERRNO   the Nth call of NAME fails with this number
//   PLANEVIEW_FAULT=NAME:N:-SIGNAL the signal is raised before the Nth call of NAME
//   PLANEVIEW_CALLS=FILE           at the end, a line "NAME COUNT" each
//
// What the C library calls itself (malloc's mmap, the dynamic linker's open) does not come by here.
#define _GNU_SOURCE
#include "SystemCallFaults.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum call { MEMFD, MMAP, FTRUNCATE, OPEN, DUP, SOCKET, CONNECT, EPOLL, EPOLL_CTL, SIGNALFD, TIMERFD, EVENTFD, SENDMSG,
    RECVMSG, WAIT, CALLS };

static const char *const names[CALLS] = {"memfd_create", "mmap", "ftruncate", "open", "dup", "socket", "connect",
    "epoll_create1", "epoll_ctl", "signalfd", "timerfd_create", "eventfd", "sendmsg", "recvmsg", "wait"};

static unsigned long counts[CALLS];
static int faulty = -1;
static unsigned long number;
static int fault;
// Where to tell: opened at the start, since a sandbox would not let it be later.
static int report = -1;

__attribute__((constructor)) static void find(void) {
    const char *path = getenv("PLANEVIEW_CALLS");
    if (path) report = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    char name[32];
    const char *text = getenv("PLANEVIEW_FAULT");
    if (!text || sscanf(text, "%31[^:]:%lu:%d", name, &number, &fault) != 3) return;
    for (int call = 0; call < CALLS; call++)
        if (!strcmp(name, names[call])) faulty = call;
}

__attribute__((destructor)) static void tell(void) {
    faulty = -1;
    if (report < 0) return;
    for (int call = 0; call < CALLS; call++) dprintf(report, "%s %lu\n", names[call], counts[call]);
}

// Whether a call is to fail; then errno says why.
static int fails(enum call call) {
    // The program has one thread that matters; the others write files at the most.
    unsigned long count = __atomic_add_fetch(&counts[call], 1, __ATOMIC_RELAXED);
    if ((int)call != faulty || count != number) return 0;
    if (fault < 0) {
        raise(-fault);
        return 0;
    }
    errno = fault;
    return 1;
}

int memfd_create(const char *name, unsigned int flags) {
    return fails(MEMFD) ? -1 : (int)syscall(SYS_memfd_create, name, flags);
}

void *mmap(void *address, size_t length, int protection, int flags, int descriptor, off_t offset) {
    if (fails(MMAP)) return MAP_FAILED;
    return (void *)syscall(SYS_mmap, address, length, protection, flags, descriptor, offset);
}

void *mmap64(void *address, size_t length, int protection, int flags, int descriptor, off64_t offset) {
    return mmap(address, length, protection, flags, descriptor, offset);
}

int ftruncate(int descriptor, off_t length) {
    return fails(FTRUNCATE) ? -1 : (int)syscall(SYS_ftruncate, descriptor, length);
}

int ftruncate64(int descriptor, off64_t length) { return ftruncate(descriptor, length); }

static int open_at(int folder, const char *path, int flags, int mode) {
    return fails(OPEN) ? -1 : (int)syscall(SYS_openat, folder, path, flags, mode);
}

#define MODE(last)                                                                                                     \
    va_list arguments;                                                                                                 \
    va_start(arguments, last);                                                                                         \
    int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, int) : 0;                                             \
    va_end(arguments)

int open(const char *path, int flags, ...) {
    MODE(flags);
    return open_at(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    MODE(flags);
    return open_at(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...) {
    MODE(flags);
    return open_at(folder, path, flags, mode);
}

static int control(int descriptor, int command, long argument) {
    int is_dup = command == F_DUPFD || command == F_DUPFD_CLOEXEC;
    return is_dup && fails(DUP) ? -1 : (int)syscall(SYS_fcntl, descriptor, command, argument);
}

#define ARGUMENT                                                                                                       \
    va_list arguments;                                                                                                 \
    va_start(arguments, command);                                                                                      \
    long argument = va_arg(arguments, long);                                                                           \
    va_end(arguments)

int fcntl(int descriptor, int command, ...) {
    ARGUMENT;
    return control(descriptor, command, argument);
}

int fcntl64(int descriptor, int command, ...) {
    ARGUMENT;
    return control(descriptor, command, argument);
}

int socket(int domain, int type, int protocol) {
    return fails(SOCKET) ? -1 : (int)syscall(SYS_socket, domain, type, protocol);
}

int connect(int descriptor, const struct sockaddr *address, socklen_t length) {
    return fails(CONNECT) ? -1 : (int)syscall(SYS_connect, descriptor, address, length);
}

int epoll_create1(int flags) { return fails(EPOLL) ? -1 : (int)syscall(SYS_epoll_create1, flags); }

int epoll_ctl(int set, int operation, int descriptor, struct epoll_event *event) {
    return fails(EPOLL_CTL) ? -1 : (int)syscall(SYS_epoll_ctl, set, operation, descriptor, event);
}

// The kernel's set of signals has 8 bytes.
int signalfd(int descriptor, const sigset_t *mask, int flags) {
    return fails(SIGNALFD) ? -1 : (int)syscall(SYS_signalfd4, descriptor, mask, 8, flags);
}

int timerfd_create(clockid_t clock, int flags) {
    return fails(TIMERFD) ? -1 : (int)syscall(SYS_timerfd_create, clock, flags);
}

int eventfd(unsigned int value, int flags) {
    return fails(EVENTFD) ? -1 : (int)syscall(SYS_eventfd2, value, flags);
}

ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags) {
    return fails(SENDMSG) ? -1 : syscall(SYS_sendmsg, descriptor, message, flags);
}

ssize_t recvmsg(int descriptor, struct msghdr *message, int flags) {
    return fails(RECVMSG) ? -1 : syscall(SYS_recvmsg, descriptor, message, flags);
}

int epoll_wait(int set, struct epoll_event *events, int space, int timeout) {
    return fails(WAIT) ? -1 : (int)syscall(SYS_epoll_pwait, set, events, space, timeout, NULL, 8);
}

int epoll_pwait2(int set, struct epoll_event *events, int space, const struct timespec *timeout, const sigset_t *mask) {
    return fails(WAIT) ? -1 : (int)syscall(441, set, events, space, timeout, mask, 8);
}

int poll(struct pollfd *entries, nfds_t count, int timeout) {
    return fails(WAIT) ? -1 : (int)syscall(SYS_poll, entries, count, timeout);
}
